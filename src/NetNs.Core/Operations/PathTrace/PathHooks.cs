using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What became of a packet at a hook.</summary>
/// <param name="Passes">Whether it goes on.</param>
/// <param name="IsRerouted">Whether the kernel looks for a route again: its destination is another, or a chain of type route changed its mark.</param>
internal readonly record struct HookResult(bool Passes, bool IsRerouted = false);

/// <summary>
/// Shows a packet to the rules at one hook of a namespace, in the kernel's order: chains by their priority, connection tracking at -200,
/// translation of destinations at -100 and of sources at 100, whatever the priority of the chains that decide on it.
/// </summary>
internal sealed partial class PathHooks(PathReport report)
{
    private const int ConntrackPriority = -200; // NF_IP_PRI_CONNTRACK
    private const int DestinationNat = -100; // NF_IP_PRI_NAT_DST
    private const int SourceNat = 100; // NF_IP_PRI_NAT_SRC

    /// <summary>Shows it to the chains of a hook of IP.</summary>
    /// <param name="node">Where.</param>
    /// <param name="hook">Prerouting, Input, Forward, Output or Postrouting.</param>
    /// <param name="packet">The packet; is changed.</param>
    /// <param name="input">The link that it came in by.</param>
    /// <param name="output">The link that it leaves by.</param>
    /// <param name="nextHop">The router that it goes to.</param>
    internal HookResult Run(PathNode node, FirewallHook hook, PathPacket packet, LinkMessage? input, LinkMessage? output, System.Net.IPAddress? nextHop = null)
    {
        var place = new HookPlace(node, hook, packet, input, output) { NextHop = nextHop };
        bool isTracked = hook is FirewallHook.Prerouting or FirewallHook.Output, isNatDone = false, isRerouted = false;
        System.Net.IPAddress destination = packet.Destination;
        List<ChainMessage> chains = ChainsAt(node, hook, packet.Family);
        int filters = 0;
        foreach (ChainMessage chain in chains.Where(c => c.Type != "nat"))
        {
            int priority = chain.Hook!.Priority;
            if (isTracked && priority > ConntrackPriority)
            {
                Track(node, packet);
                isTracked = false;
            }

            if (!isNatDone && !isTracked && NatPriorityOf(hook) is { } nat && priority > nat)
            {
                isNatDone = true;
                if (!Translate(place, chains))
                    return new HookResult(false);
            }

            uint? mark = packet.Marks.Packet;
            if (!Show(place, chain))
                return new HookResult(false);
            filters++;
            isRerouted |= hook == FirewallHook.Output && packet.Marks.Packet != mark
                && (chain.Type == "route" || (LegacyTable.IsLegacy(chain.Table) && LegacyTable.PlainNameOf(chain.Table) == "mangle"));
        }

        if (isTracked)
            Track(node, packet);
        if (!isNatDone && NatPriorityOf(hook) is not null && !Translate(place, chains))
            return new HookResult(false);
        if (filters > 0 && !place.HasSpoken)
            report.Passes(node, StageOf(hook), output ?? input, packet, filters == 1 ? "the rules let it through" : $"the rules of {filters} chains let it through");
        return new HookResult(true, isRerouted || (hook == FirewallHook.Output && !packet.Destination.Equals(destination)));
    }

    /// <summary>Shows it to the chains that see the packets of one link.</summary>
    internal bool RunDevice(PathNode node, FirewallHook hook, PathPacket packet, LinkMessage link)
    {
        bool isIngress = hook == FirewallHook.Ingress;
        var place = new HookPlace(node, hook, packet, isIngress ? link : null, isIngress ? null : link);
        IEnumerable<ChainMessage> chains = node.Ruleset.Chains.Where(c => c.Family is NfFamily.NetDevice or NfFamily.Inet
            && FirewallOperations.HookOf(c) == hook && c.Hook!.Devices.Contains(link.Name!) && IsLive(node, c)).OrderBy(c => c.Hook!.Priority);
        return chains.All(c => Show(place, c));
    }

    /// <summary>Shows a frame on its way through a bridge to the chains of tables of the bridge family.</summary>
    internal bool RunBridge(PathNode node, FirewallHook hook, PathPacket packet, LinkMessage bridge, LinkMessage? inPort, LinkMessage? outPort)
    {
        var place = new HookPlace(node, hook, packet, inPort ?? bridge, outPort ?? bridge) { Bridge = bridge };
        IEnumerable<ChainMessage> chains = Enumerable.Reverse(node.Ruleset.Chains)
            .Where(c => c.Family == NfFamily.Bridge && FirewallOperations.HookOf(c) == hook && IsLive(node, c)).OrderBy(c => c.Hook!.Priority);
        return chains.All(c => Show(place, c));
    }

    /// <summary>The rule that stops a packet which is part of the question for a link-layer address; null where none does.</summary>
    internal static (ChainMessage Chain, PacketFate Fate)? FindStop(PathNode node, FirewallHook hook, SamplePacket packet)
    {
        foreach (ChainMessage chain in ChainsAt(node, hook, packet.Family).Where(c => c.Type != "nat"))
        {
            var walk = new RuleWalk(node.Ruleset, packet);
            PacketFate fate = walk.Follow(chain);
            if (fate.IsDrop && walk.DoubtAbout(fate) is null)
                return (chain, fate);
        }

        return null;
    }

    /// <summary>What a person sees of a chain: "ip filter FORWARD", and the rule or the policy that decided.</summary>
    internal static string Evidence(ChainMessage chain, RuleMessage? rule)
        => rule is null ? $"{Where(chain.Family, chain.Table, chain.Name)}: policy {(chain.Policy == VerdictCode.Drop ? "drop" : "accept")}"
            : $"{Where(rule.Family, rule.Table, rule.Chain)}: {FilterRuleText.Of(rule)}";

    internal static NetPathStage StageOf(FirewallHook hook) => hook switch
    {
        FirewallHook.Ingress => NetPathStage.Ingress,
        FirewallHook.Prerouting => NetPathStage.Prerouting,
        FirewallHook.Input => NetPathStage.Input,
        FirewallHook.Forward => NetPathStage.Forward,
        FirewallHook.Output => NetPathStage.Output,
        FirewallHook.Egress => NetPathStage.Link,
        _ => NetPathStage.Postrouting,
    };

    private static string Where(NfFamily family, string table, string chain) => $"{FirewallOperations.WordOf(family)} {table} {chain}";

    // Of one priority the newest comes first.
    private static List<ChainMessage> ChainsAt(PathNode node, FirewallHook hook, NfFamily family)
        => [.. Enumerable.Reverse(node.Ruleset.Chains).Where(c => (c.Family == family || c.Family == NfFamily.Inet) && FirewallOperations.HookOf(c) == hook && IsLive(node, c))
            .OrderBy(c => c.Hook!.Priority)];

    private static bool IsLive(PathNode node, ChainMessage chain) => (chain.Policy == VerdictCode.Drop || chain.Use > 0) && !node.Ruleset.IsDormant(chain);

    private static int? NatPriorityOf(FirewallHook hook) => hook switch
    {
        FirewallHook.Prerouting or FirewallHook.Output => DestinationNat,
        FirewallHook.Postrouting or FirewallHook.Input => SourceNat,
        _ => null,
    };

    private bool Show(HookPlace place, ChainMessage chain)
    {
        (PathNode node, PathPacket packet) = (place.Node, place.Packet);
        packet.Marks.Connection = packet.Tracked?.Connection is { } connection ? connection.Mark : 0;
        var walk = new RuleWalk(node.Ruleset, place.Sample(), packet.Marks);
        PacketFate fate = walk.Follow(chain);
        if (packet.Tracked?.Connection is { } tracked)
            tracked.Mark = packet.Marks.Connection;
        if (walk.Untracking is not null)
            packet.Tracked = new TrackedPath(ConntrackState.Untracked, null, packet.IsReply);
        if (walk.DoubtAbout(fate) is { } doubt)
        {
            place.HasSpoken = true;
            report.Unknown(node, place.Stage, place.Link, packet, $"a rule cannot be evaluated without a real packet", Evidence(chain, doubt.Rule), node.OwnerOf(chain));
            return true;
        }

        if (!fate.IsDrop)
            return true;
        string? owner = node.OwnerOf(chain);
        string how = fate.Rule is null ? "the chain drops what no rule accepts" : fate.Rejects ? "a rule rejects it" : "a rule drops it";
        return report.Blocked(node, place.Stage, place.Link, packet, how, Evidence(chain, fate.Rule), new PathRemedy(node).LetThrough(chain, owner, packet, place.Hook), owner);
    }
}
