using System.Net;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Finds the policy rule that sent packets to the table where their route is. The kernel does not tell which one it was.</summary>
internal static class RuleSearch
{
    // Packets of this namespace come in by lo, as the kernel sees it: LOOPBACK_IFINDEX, net/flow.h.
    private const string Own = "lo";

    /// <summary>The rule that led to a route; null where none that can be judged did.</summary>
    /// <param name="context">Where packets start.</param>
    /// <param name="query">What is known of them.</param>
    /// <param name="route">The route that the kernel took.</param>
    internal static NetRule? For(NamespaceContext context, RouteLookUp query, RouteMessage route)
        => Matching(context, query).FirstOrDefault(r => r.Message!.Action == PolicyRuleAction.Table && !r.Message.UsesMasterTable && r.Message.Table == route.Table
            && !(r.SuppressPrefixLength >= route.DestinationLength));

    /// <summary>The rule that discards packets; null where none does.</summary>
    internal static NetRule? Discarding(NamespaceContext context, RouteLookUp query)
        => Matching(context, query).FirstOrDefault(r => r.Action is NetRuleAction.Blackhole or NetRuleAction.Unreachable or NetRuleAction.Prohibit);

    // The rules that packets meet, one after the other, as fib_rules_lookup walks them (net/core/fib_rules.c).
    private static IEnumerable<NetRule> Matching(NamespaceContext context, RouteLookUp query)
    {
        string? output = query.Link == 0 ? null : context.Route.GetLink(query.Link).Name;
        uint from = 0;
        foreach (NetRule rule in RuleOperations.List(context, Subnet.FamilyOf(query.Destination)))
        {
            if (rule.Priority < from || IsFor(rule, query, output) == rule.Invert)
                continue;
            if (rule.Goto is { } target)
                from = target;
            yield return rule;
        }
    }

    private static bool IsFor(NetRule rule, RouteLookUp query, string? output)
        => (rule.InterfaceAlias is null or Own)
            && (rule.OutInterface is null || rule.OutInterface == output)
            && (((query.Mark ?? 0) ^ (rule.Message!.Mark ?? 0)) & (rule.Message.MarkMask ?? (rule.Message.Mark is null ? 0 : uint.MaxValue))) == 0
            // Neither protocol nor ports are asked about.
            && rule.Protocol is null && rule.SourcePort is null && rule.DestinationPort is null
            && Holds(rule.From, query.Source) && Holds(rule.To, query.Destination);

    private static bool Holds(IPNetwork? network, IPAddress? address) => network is not { } some || (address is not null && some.Contains(address));
}
