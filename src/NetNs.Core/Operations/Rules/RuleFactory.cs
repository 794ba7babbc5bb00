using System.Net;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>From the kernel's messages about policy rules to the objects that users see.</summary>
internal static class RuleFactory
{
    /// <summary>Makes the object of a message.</summary>
    internal static NetRule Create(PolicyRuleMessage message, NetNamespace where) => new()
    {
        Priority = message.Priority ?? 0,
        AddressFamily = message.Family == LibC.AF_INET ? IPFamily.IPv4 : IPFamily.IPv6,
        From = message.Source is { } source ? new IPNetwork(source, message.SourceLength) : null,
        To = message.Destination is { } destination ? new IPNetwork(destination, message.DestinationLength) : null,
        FwMark = PolicyText.Mark(message.Mark, message.MarkMask),
        InterfaceAlias = message.InputLink,
        OutInterface = message.OutputLink,
        Protocol = PolicyText.Protocol(message.TransportProtocol),
        SourcePort = PolicyText.Ports(message.SourcePorts),
        DestinationPort = PolicyText.Ports(message.DestinationPorts),
        Invert = message.Flags.HasFlag(PolicyRuleFlags.Invert),
        Action = (NetRuleAction)message.Action,
        Table = message.Action != PolicyRuleAction.Table ? null : message.UsesMasterTable ? "Vrf" : PolicyText.Table(message.Table),
        Goto = message.Goto,
        SuppressPrefixLength = message.SuppressPrefixLength,
        Namespace = where,
        Message = message with { Flags = message.Flags & PolicyRuleFlags.Invert },
    };

    /// <summary>The rule in the words of "ip": behind "ip rule add" or "ip rule del".</summary>
    internal static string ToCommand(PolicyRuleMessage message, NetNamespace where)
    {
        NetRule rule = Create(message, where);
        string words = string.Concat(
            rule.Invert ? " not" : "",
            Word("from", rule.FromText), Word("to", rule.ToText), Word("fwmark", rule.FwMark), Word("iif", rule.InterfaceAlias), Word("oif", rule.OutInterface),
            Word("ipproto", rule.Protocol?.ToLowerInvariant()), Word("sport", rule.SourcePort), Word("dport", rule.DestinationPort),
            message.Priority is null ? "" : $" priority {message.Priority}");
        string does = rule.Action == NetRuleAction.Table ? $"table {rule.Table!.ToLowerInvariant()}{(rule.SuppressPrefixLength is { } bits ? $" suppress_prefixlength {bits}" : "")}"
            : rule.Action == NetRuleAction.Continue ? "nop" : rule.Does;
        return $"{words} {does}".TrimStart();
    }

    private static string Word(string name, string? value) => value is null ? "" : $" {name} {ShellText.Quote(value)}";
}
