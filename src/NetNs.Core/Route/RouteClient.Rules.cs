using NetNs.Netlink;

namespace NetNs.Route;

/// <content>Policy rules.</content>
internal sealed partial class RouteClient
{
    /// <summary>Adds a policy rule and returns it as the kernel made it: with its priority.</summary>
    /// <exception cref="NetlinkException">EEXIST where the same rule is there.</exception>
    internal PolicyRuleMessage CreateRule(PolicyRuleMessage rule)
        => ChangeRule(RouteMessageType.NewRule, MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Echo, rule, "add") ?? rule;

    /// <summary>Removes the first policy rule that has all that is said, and returns it where the kernel tells. What is not said fits any.</summary>
    /// <exception cref="NetlinkException">ENOENT where none fits.</exception>
    internal PolicyRuleMessage? DeleteRule(PolicyRuleMessage rule) => ChangeRule(RouteMessageType.DelRule, MessageFlags.Echo, rule, "remove");

    /// <summary>The policy rules of a family, in the order in which packets meet them.</summary>
    /// <param name="family">AF_INET or AF_INET6.</param>
    internal List<PolicyRuleMessage> DumpRules(int family)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetRule, MessageFlags.Dump))
        {
            var header = new PolicyRuleHeader { Family = (byte)family };
            writer.PutHeader(in header);
        }

        return Connection.Dump<PolicyRuleMessage>(writer, "list policy rules");
    }

    private PolicyRuleMessage? ChangeRule(ushort type, MessageFlags flags, PolicyRuleMessage rule, string verb)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(type, flags))
            rule.Write(writer);
        PolicyRuleMessage? echo = null;
        Connection.Execute(writer, $"{verb} policy rule {rule.Priority}".TrimEnd(), (int _, in MessageHeader header, ReadOnlySpan<byte> payload) =>
        {
            if (header.Type == type)
                echo = PolicyRuleMessage.Parse(payload);
        });
        return echo;
    }
}
