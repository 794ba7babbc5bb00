using System.Globalization;
using System.Net;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What a policy rule shall be, as a user says it.</summary>
internal sealed record RuleOptions
{
    /// <summary>Null: the kernel takes the number before that of the first rule of somebody.</summary>
    internal uint? Priority { get; init; }

    internal IPFamily? Family { get; init; }

    internal string? From { get; init; }

    internal string? To { get; init; }

    internal string? FwMark { get; init; }

    internal string? InputLink { get; init; }

    internal string? OutputLink { get; init; }

    internal string? Protocol { get; init; }

    internal string? SourcePort { get; init; }

    internal string? DestinationPort { get; init; }

    internal string? Table { get; init; }

    internal NetRuleAction? Action { get; init; }

    internal uint? Goto { get; init; }

    internal bool Invert { get; init; }

    internal int? SuppressPrefixLength { get; init; }

    /// <summary>The message that makes it.</summary>
    /// <exception cref="NetNsException">RuleInvalid, SubnetInvalid, PortInvalid, LinkNameInvalid, RouteInvalid for a table that is none.</exception>
    internal PolicyRuleMessage ToMessage()
    {
        IPNetwork? from = From is null ? null : Subnet.Parse(From), to = To is null ? null : Subnet.Parse(To);
        IPFamily family = FamilyOf(from, to);
        (uint? mark, uint? mask) = PolicyText.ParseMark(FwMark);
        byte? protocol = PolicyText.ParseProtocol(Protocol);
        NetRuleAction action = Action ?? (Goto is null ? NetRuleAction.Table : NetRuleAction.Goto);
        Check(action, protocol, family);
        return new PolicyRuleMessage
        {
            Family = (byte)(family == IPFamily.IPv4 ? LibC.AF_INET : LibC.AF_INET6),
            Source = from is { PrefixLength: > 0 } ? from.Value.BaseAddress : null,
            SourceLength = (byte)(from?.PrefixLength ?? 0),
            Destination = to is { PrefixLength: > 0 } ? to.Value.BaseAddress : null,
            DestinationLength = (byte)(to?.PrefixLength ?? 0),
            Priority = Priority,
            Mark = mark,
            MarkMask = mask,
            InputLink = InputLink is null ? null : LinkName.Check(InputLink),
            OutputLink = OutputLink is null ? null : LinkName.Check(OutputLink),
            TransportProtocol = protocol,
            SourcePorts = PolicyText.ParsePorts(SourcePort),
            DestinationPorts = PolicyText.ParsePorts(DestinationPort),
            Table = action != NetRuleAction.Table ? 0 : Table is null ? RouteTable.Main : RouteTableName.Parse(Table),
            Action = (PolicyRuleAction)action,
            Goto = Goto,
            Flags = Invert ? PolicyRuleFlags.Invert : PolicyRuleFlags.None,
            SuppressPrefixLength = SuppressPrefixLength,
        };
    }

    private IPFamily FamilyOf(IPNetwork? from, IPNetwork? to)
    {
        IPFamily[] told = [.. new[] { from, to }.Where(n => n is not null).Select(n => Subnet.FamilyOf(n!.Value.BaseAddress)), .. Family is { } said ? [said] : Array.Empty<IPFamily>()];
        return told.Distinct().Count() < 2 ? told.FirstOrDefault(IPFamily.IPv4)
            : throw Invalid("its networks and -AddressFamily are not of one family", "Make one rule for IPv4 and one for IPv6.");
    }

    private void Check(NetRuleAction action, byte? protocol, IPFamily family)
    {
        string name = action.ToString();
        if (action is NetRuleAction.Table && Table is null && SuppressPrefixLength is null && !Invert && FwMark is null && From is null && To is null && InputLink is null && OutputLink is null && protocol is null)
            throw Invalid("nobody said which packets it is for, nor in which table they look", "Say -Table 100, and which packets: -From 10.1.0.0/16, for example.");
        if (action != NetRuleAction.Table && Table is not null)
            throw Invalid($"a rule that does {name} looks in no table", "Leave -Table out, or -Action.");
        if (action == NetRuleAction.Goto != Goto is not null)
            throw Invalid(Goto is null ? "nobody said where to go on" : $"a rule that does {name} goes nowhere", "Say -Goto and the priority of the rule to go on with.");
        if (Goto is { } target && Priority is { } own && target <= own)
            throw Invalid($"it cannot go back: {target} is not behind {own}", "Give -Goto the priority of a rule further down.");
        if (Goto is not null && Priority is null)
            throw Invalid("a rule with -Goto needs a -Priority, which tells what is further down", "Say -Priority, lower than that of -Goto.");
        if (SuppressPrefixLength is { } bits && (action != NetRuleAction.Table || bits < 0 || bits > (family == IPFamily.IPv4 ? 32 : 128)))
            throw Invalid($"-SuppressPrefixLength {bits} is no length of a prefix of routes in a table", "Give a number from 0 to 32, or to 128 for IPv6; 0 passes over the default route.");
        if ((SourcePort ?? DestinationPort) is not null && protocol is not ((byte)TransportProtocol.Tcp or (byte)TransportProtocol.Udp or (byte)TransportProtocol.Sctp))
            throw Invalid("only Tcp, Udp and Sctp have ports", "Say -Protocol Tcp, for example.");
    }

    /// <summary>What the rule is called in a message: its priority, where it has one.</summary>
    internal string Name => Priority is { } priority ? $"with the priority {priority.ToString(CultureInfo.InvariantCulture)}" : "without a priority";

    private NetNsException Invalid(string reason, string remedy) => new(NetNsError.RuleInvalid, $"Cannot make a policy rule {Name}: {reason}.", Priority, remedy);
}
