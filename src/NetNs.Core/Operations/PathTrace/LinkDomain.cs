using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Everything that hears what is sent on a link: over veth pairs and through bridges, in whichever namespace.</summary>
internal sealed class LinkDomain(PathNodes nodes)
{
    private const byte Forwarding = 3; // BR_STATE_FORWARDING, linux/if_bridge.h

    private readonly HashSet<(PathNode, int)> _seen = [];

    /// <summary>Why not all of it can be seen; null where it can.</summary>
    internal string? Open { get; private set; }

    /// <summary>The ways to all links that take packets in, those without an obstacle as well as the others.</summary>
    internal IEnumerable<LinkPath> Ways(PathNode node, LinkMessage link) => Send(node, link, []);

    private IEnumerable<LinkPath> Send(PathNode node, LinkMessage link, LinkStep[] steps)
    {
        if (!_seen.Add((node, link.Index)))
            return [];
        switch (link.Kind)
        {
            case BridgeKind bridge:
                return Switch(node, link, bridge, null, steps);
            case VethKind:
                if (nodes.PeerOf(node, link) is not { } peer)
                {
                    Open ??= $"the other end of {link.Name}{node.Namespace.Suffix} is in a namespace without a name";
                    return [];
                }

                return Receive(peer.Node, peer.Link, [.. steps, new LinkStep(node, link, peer.Node, peer.Link, null) { Obstacle = ObstacleOf(node, link, peer.Node, peer.Link) }]);
            case DummyKind:
                return [];
            default:
                Open ??= $"{link.Name}{node.Namespace.Suffix} {(link.Kind is null ? "leads out of this machine" : $"is a link of kind {link.Kind.Name}, which is not followed")}";
                return [];
        }
    }

    private static LinkObstacle? ObstacleOf(PathNode node, LinkMessage link, PathNode peerNode, LinkMessage peer)
    {
        if (!link.Flags.HasFlag(LinkFlags.Up))
            return new LinkObstacle($"{link.Name} is down", $"{link.Name} state DOWN", node.Namespace.Cmdlet($"Enable-NetLink {link.Name!}"));
        return peer.Flags.HasFlag(LinkFlags.Up) ? null
            : new LinkObstacle($"its other end {peer.Name}{peerNode.Namespace.Suffix} is down", $"{peer.Name} state DOWN", peerNode.Namespace.Cmdlet($"Enable-NetLink {peer.Name!}"));
    }

    private IEnumerable<LinkPath> Receive(PathNode node, LinkMessage link, LinkStep[] steps)
    {
        if (link.Master is { } number and not 0 && node.Link(number) is { } master)
        {
            switch (master.Kind)
            {
                case BridgeKind bridge:
                    return Switch(node, master, bridge, link, steps);
                case VrfKind:
                    break;
                default:
                    Open ??= $"{link.Name}{node.Namespace.Suffix} belongs to {master.Name}, a link of kind {master.Kind?.Name}, which is not followed";
                    return [];
            }
        }

        if (node.Links.FirstOrDefault(l => l.Link == link.Index && l.LinkNamespaceId is null && l.Kind is MacvlanKind or IpvlanKind or VlanKind) is { } child)
            Open ??= $"{child.Name}{node.Namespace.Suffix} is a link of kind {child.Kind!.Name}, which is not followed";
        return [new LinkPath(node, link, steps)];
    }

    private IEnumerable<LinkPath> Switch(PathNode node, LinkMessage link, BridgeKind bridge, LinkMessage? inPort, LinkStep[] steps)
    {
        _seen.Add((node, link.Index));
        LinkObstacle? atBridge = !link.Flags.HasFlag(LinkFlags.Up)
            ? new LinkObstacle($"the bridge {link.Name} is down", $"{link.Name} state DOWN", node.Namespace.Cmdlet($"Enable-NetLink {link.Name!}")) : null;
        if (inPort is not null)
        {
            LinkObstacle? obstacle = atBridge ?? OfPort(node, inPort) ?? OfVlans(link, bridge);
            yield return new LinkPath(node, link, [.. steps, new LinkStep(node, null, node, inPort, link) { Obstacle = obstacle }]);
        }

        foreach (LinkMessage port in node.Links.Where(l => l.Master == link.Index && l.Index != inPort?.Index))
        {
            LinkObstacle? obstacle = atBridge ?? (inPort is null ? null : OfPort(node, inPort)) ?? OfPort(node, port) ?? OfIsolation(node, inPort, port) ?? OfVlans(link, bridge);
            foreach (LinkPath way in Send(node, port, [.. steps, new LinkStep(node, port, node, inPort, link) { Obstacle = obstacle }]))
                yield return way;
        }
    }

    private static LinkObstacle? OfPort(PathNode node, LinkMessage port)
    {
        if (!port.Flags.HasFlag(LinkFlags.Up))
            return new LinkObstacle($"the bridge's port {port.Name} is down", $"{port.Name} state DOWN", node.Namespace.Cmdlet($"Enable-NetLink {port.Name!}"));
        return port.Port?.State is { } state and not Forwarding && port.Flags.HasFlag(LinkFlags.LowerUp)
            ? new LinkObstacle($"the bridge's port {port.Name} does not forward: it is {StateWord(state)}", $"{port.Name} state {StateWord(state)}") : null;
    }

    private static string StateWord(byte state) => state switch
    {
        0 => "disabled",
        1 => "listening",
        2 => "learning",
        _ => "blocking",
    };

    private static LinkObstacle? OfIsolation(PathNode node, LinkMessage? inPort, LinkMessage outPort) => inPort?.Port?.Isolated == true && outPort.Port?.Isolated == true
        ? new LinkObstacle($"the ports {inPort.Name} and {outPort.Name} are isolated: they may not talk to each other", $"{outPort.Name} isolated on", SetIsolated(node, outPort))
        : null;

    private static string SetIsolated(PathNode node, LinkMessage port) => node.Namespace.Cmdlet($"Set-BridgePort {port.Name!} -Isolated:$false");

    private static LinkObstacle? OfVlans(LinkMessage link, BridgeKind bridge)
        => bridge.VlanFiltering == true ? new LinkObstacle($"the bridge {link.Name} keeps VLANs apart, which is not followed", "vlan_filtering 1", IsCertain: false) : null;
}
