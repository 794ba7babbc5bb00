using System.Net.NetworkInformation;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>The forwarding database: which address is behind which port.</content>
internal sealed partial class BridgeOperations
{
    /// <summary>The addresses that a bridge knows.</summary>
    /// <param name="context">Where the bridge is.</param>
    /// <param name="bridge">The bridge.</param>
    /// <param name="withLocal">Whether the ports' and the bridge's own addresses are listed too.</param>
    internal IEnumerable<BridgeForwardingEntry> ListForwarding(NamespaceContext context, LinkMessage bridge, bool withLocal)
    {
        List<LinkMessage> ports = context.Route.DumpLinks(master: bridge.Index);
        Dictionary<int, LinkMessage> byIndex = ports.ToDictionary(p => p.Index);
        byIndex[bridge.Index] = bridge;
        var peers = new PeerResolver(session, context, _ => null);
        foreach (NeighborMessage entry in context.Route.DumpForwarding(bridge.Index))
        {
            // Multicast filters of the ports themselves come along; they are not the bridge's.
            if (entry.Master != bridge.Index || entry.Flags.HasFlag(NeighborFlags.Self) || entry.LinkLayerAddress is not { Length: 6 } address)
                continue;
            BridgeForwardingState state = StateOf(entry);
            if (state == BridgeForwardingState.Local && !withLocal)
                continue;
            LinkMessage? port = byIndex.GetValueOrDefault(entry.Index);
            yield return new BridgeForwardingEntry
            {
                MacAddress = new PhysicalAddress(address),
                VlanId = entry.Vlan,
                State = state,
                Bridge = bridge.Name!,
                Link = port?.Name ?? LinkOperations.NameOf(context, entry.Index) ?? $"#{entry.Index}",
                InterfaceIndex = entry.Index,
                PeerNamespace = port is { Kind: VethKind, Link: > 0 } ? (port.LinkNamespaceId is { } id ? peers.FindNamespace(id) : context.Namespace) : null,
                Namespace = context.Namespace,
            };
        }
    }

    // net/bridge/br_fdb.c, fdb_to_nud: permanent is local, noarp static, the rest is reachable or stale by age.
    private static BridgeForwardingState StateOf(NeighborMessage entry)
        => entry.State.HasFlag(NeighborStates.Permanent) ? BridgeForwardingState.Local
            : entry.State.HasFlag(NeighborStates.NoArp) ? BridgeForwardingState.Static
            : BridgeForwardingState.Learned;
}
