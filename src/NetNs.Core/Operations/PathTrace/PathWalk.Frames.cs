using System.Net;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Frames on their way across veth pairs and through bridges.</content>
internal sealed partial class PathWalk
{
    private const byte Solicitation = 135; // NDISC_NEIGHBOUR_SOLICITATION
    private const byte Advertisement = 136; // NDISC_NEIGHBOUR_ADVERTISEMENT
    private const byte Icmpv6 = 58; // IPPROTO_ICMPV6

    private bool Carry(LinkPath way, PathPacket packet)
    {
        foreach (LinkStep step in way.Steps)
        {
            LinkMessage? link = step.Bridge ?? step.In;
            NetPathStage stage = step.Bridge is null ? NetPathStage.Peer : NetPathStage.Bridge;
            if (step.Obstacle is { IsCertain: true } obstacle)
                return _report.Blocked(step.From, stage, step.Bridge ?? step.Out, packet, obstacle.Reason, obstacle.Evidence, obstacle.Remedy);
            if (step.Obstacle is { } doubt)
                _report.Unknown(step.From, stage, link, packet, doubt.Reason, doubt.Evidence);
            if (!(step.Bridge is null ? Cross(step, packet) : Switch(step, step.Bridge, packet)))
                return false;
        }

        return true;
    }

    private bool Cross(LinkStep step, PathPacket packet)
    {
        // The kernel forgets the mark on the way into another namespace, and connection tracking in any case.
        packet.Tracked = null;
        if (step.From != step.To)
            packet.Scrub();
        if (step.Obstacle is null)
            _report.Passes(step.To, NetPathStage.Peer, step.In, packet, $"it comes in by {step.In!.Name}, the other end of {step.Out!.Name}{step.From.Namespace.Suffix}");
        return _hooks.RunDevice(step.To, FirewallHook.Ingress, packet, step.In!);
    }

    private bool Switch(LinkStep step, LinkMessage bridge, PathPacket packet)
    {
        PathNode node = step.From;
        string ports = step.In is null ? $"out by the port {step.Out!.Name}" : step.Out is null ? $"in by the port {step.In.Name}" : $"from the port {step.In.Name} to {step.Out.Name}";
        if (step.Obstacle is null)
            _report.Passes(node, NetPathStage.Bridge, bridge, packet, $"{bridge.Name}: {ports}");
        if (step.In is not null && !_hooks.RunBridge(node, FirewallHook.Prerouting, packet, bridge, step.In, null))
            return false;
        if (step.Out is null)
            return _hooks.RunBridge(node, FirewallHook.Input, packet, bridge, step.In, null);
        if (step.In is null)
            return _hooks.RunBridge(node, FirewallHook.Output, packet, bridge, null, step.Out) && _hooks.RunBridge(node, FirewallHook.Postrouting, packet, bridge, null, step.Out);
        return IsLetBridged(node, bridge, packet)
            && _hooks.RunBridge(node, FirewallHook.Forward, packet, bridge, step.In, step.Out)
            && _hooks.RunBridge(node, FirewallHook.Postrouting, packet, bridge, step.In, step.Out);
    }

    // With br_netfilter frames pass the chains of IP on their way from port to port.
    private bool IsLetBridged(PathNode node, LinkMessage bridge, PathPacket packet)
    {
        if (!IsShown(node, bridge, packet.Family))
            return true;
        IPAddress destination = packet.Destination;
        if (!_hooks.Run(node, FirewallHook.Prerouting, packet, bridge, null).Passes)
            return false;
        if (!packet.Destination.Equals(destination))
            _report.Unknown(node, NetPathStage.Bridge, bridge, packet, "its destination is translated inside the bridge, which is not followed", "net/bridge/bridge-nf-call-iptables = 1");
        return _hooks.Run(node, FirewallHook.Forward, packet, bridge, bridge).Passes && _hooks.Run(node, FirewallHook.Postrouting, packet, bridge, bridge).Passes;
    }

    // IPv6 asks for a link-layer address by packets that firewalls see. Whoever is known already need not be asked.
    private bool MayAsk(PathNode node, LinkMessage link, LinkPath way, IPAddress nextHop, PathPacket packet, NeighborMessage? entry)
    {
        if (packet.Family == NfFamily.IPv4 || (entry is not null && (entry.State & Valid) != 0) || way.Steps.Count == 0)
            return true;
        IPAddress asks = node.HasAddress(packet.Source) ? packet.Source : node.AddressesOf(link.Index, NfFamily.IPv6).Select(a => a.Local ?? a.Address).FirstOrDefault() ?? packet.Source;
        SamplePacket question = Discovery(asks, SolicitedNode(nextHop), Solicitation), answer = Discovery(nextHop, asks, Advertisement);
        return MayPass(node, FirewallHook.Output, question, null, link) && MayPass(node, FirewallHook.Postrouting, question, null, link)
            && MayCross(way, question)
            && MayPass(way.Node, FirewallHook.Prerouting, question, way.Link, null) && MayPass(way.Node, FirewallHook.Input, question, way.Link, null)
            && MayPass(way.Node, FirewallHook.Output, answer, null, way.Link) && MayPass(way.Node, FirewallHook.Postrouting, answer, null, way.Link)
            && MayCross(way, answer)
            && MayPass(node, FirewallHook.Prerouting, answer, link, null) && MayPass(node, FirewallHook.Input, answer, link, null);

        bool MayPass(PathNode at, FirewallHook hook, SamplePacket sample, LinkMessage? input, LinkMessage? output)
        {
            if (PathHooks.FindStop(at, hook, sample with { InLink = input?.Name, InIndex = input?.Index ?? 0, OutLink = output?.Name, OutIndex = output?.Index ?? 0 }) is not { } stop)
                return true;
            string what = sample.IcmpType == Solicitation ? "the question" : "the answer";
            string type = sample.IcmpType == Solicitation ? "nd-neighbor-solicit" : "nd-neighbor-advert";
            ChainMessage chain = stop.Chain;
            string remedy = at.OwnerOf(chain) is not null && FirewallOwner.IsShared(chain.Family, chain.Table)
                ? at.Context.Command("ip6tables", $"-I {ShellText.Quote(chain.Name)} -p icmpv6 -j ACCEPT")
                : at.Context.Command("nft", $"insert rule {FirewallOperations.WordOf(chain.Family)} {ShellText.Quote(chain.Table)} {ShellText.Quote(chain.Name)} icmpv6 type '{{ nd-neighbor-solicit, nd-neighbor-advert }}' accept");
            return _report.Blocked(at, NetPathStage.Neighbor, output ?? input, packet, $"the firewall stops {what} for the link-layer address of {nextHop} ({type})", PathHooks.Evidence(chain, stop.Fate.Rule), remedy, at.OwnerOf(chain));
        }

        bool MayCross(LinkPath path, SamplePacket sample) => path.Steps.All(s => s.Bridge is not { } bridge || s.In is null || s.Out is null || !IsShown(s.From, bridge, NfFamily.IPv6)
            || (MayPass(s.From, FirewallHook.Prerouting, sample, bridge, null) && MayPass(s.From, FirewallHook.Forward, sample, bridge, bridge) && MayPass(s.From, FirewallHook.Postrouting, sample, bridge, bridge)));
    }

    private static SamplePacket Discovery(IPAddress from, IPAddress to, byte type) => new()
    {
        Family = NfFamily.IPv6,
        Source = from,
        Destination = to,
        Protocol = Icmpv6,
        IcmpType = type,
        TrackedState = ConntrackState.Untracked,
        IsToHost = false,
    };

    // ff02::1:ff and the last three bytes (RFC 4291, 2.7.1).
    private static IPAddress SolicitedNode(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        byte[] group = [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, bytes[13], bytes[14], bytes[15]];
        return new IPAddress(group);
    }
}
