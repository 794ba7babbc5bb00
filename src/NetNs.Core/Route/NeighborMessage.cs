using System.Net;
using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>ndm_state, linux/neighbour.h.</summary>
[Flags]
internal enum NeighborStates : ushort
{
    None = 0, // NUD_NONE
    Incomplete = 1, // NUD_INCOMPLETE
    Reachable = 2, // NUD_REACHABLE
    Stale = 4, // NUD_STALE
    Delay = 8, // NUD_DELAY
    Probe = 16, // NUD_PROBE
    Failed = 32, // NUD_FAILED
    NoArp = 64, // NUD_NOARP
    Permanent = 128, // NUD_PERMANENT
}

/// <summary>ndm_flags, linux/neighbour.h.</summary>
[Flags]
internal enum NeighborFlags : byte
{
    None = 0, // 0
    Use = 1, // NTF_USE
    Self = 2, // NTF_SELF
    Master = 4, // NTF_MASTER
    Proxy = 8, // NTF_PROXY
    ExternallyLearned = 16, // NTF_EXT_LEARNED
    Sticky = 64, // NTF_STICKY
    Router = 128, // NTF_ROUTER
}

/// <summary>Attributes of a neighbour or forwarding-database message, linux/neighbour.h.</summary>
internal static class NeighborAttribute
{
    internal const ushort Destination = 1; // NDA_DST
    internal const ushort LinkLayerAddress = 2; // NDA_LLADDR
    internal const ushort CacheInfo = 3; // NDA_CACHEINFO
    internal const ushort Vlan = 5; // NDA_VLAN
    internal const ushort InterfaceIndex = 8; // NDA_IFINDEX
    internal const ushort Master = 9; // NDA_MASTER
}

/// <summary>RTM_NEWNEIGH and its relatives: a neighbour (ARP, NDP), or with family AF_BRIDGE an entry of a bridge's forwarding database.</summary>
internal sealed record NeighborMessage : INetlinkMessage<NeighborMessage>
{
    public static ushort ReplyType => RouteMessageType.NewNeigh;

    internal byte Family { get; init; }

    internal int Index { get; init; }

    internal NeighborStates State { get; init; }

    internal NeighborFlags Flags { get; init; }

    internal byte Type { get; init; }

    internal IPAddress? Destination { get; init; }

    internal byte[]? LinkLayerAddress { get; init; }

    internal ushort? Vlan { get; init; }

    internal int? Master { get; init; }

    internal void Write(NetlinkWriter writer)
    {
        var header = new NeighborHeader { Family = Family, Index = Index, State = State, Flags = Flags, Type = Type };
        writer.PutHeader(in header);
        if (Destination is { } destination)
            writer.Put(NeighborAttribute.Destination, destination);
        if (LinkLayerAddress is { } address)
            writer.Put(NeighborAttribute.LinkLayerAddress, address);
        if (Vlan is { } vlan)
            writer.Put(NeighborAttribute.Vlan, vlan);
        if (Master is { } master)
            writer.Put(NeighborAttribute.Master, master);
    }

    /// <inheritdoc/>
    public static NeighborMessage Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < NeighborHeader.Size)
            throw new NetlinkFormatException($"A neighbour message has {payload.Length} bytes; its header alone has {NeighborHeader.Size}.");

        NeighborHeader header = NativeBytes.Read<NeighborHeader>(payload);
        IPAddress? destination = null;
        byte[]? address = null;
        ushort? vlan = null;
        int? master = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(payload[NeighborHeader.Size..]))
        {
            switch (attribute.Type)
            {
                // A VXLAN's entries carry an IP address here, a bridge's own none.
                case NeighborAttribute.Destination when attribute.Value.Length is 4 or 16:
                    destination = attribute.IPAddress;
                    break;
                case NeighborAttribute.LinkLayerAddress:
                    address = attribute.Value.ToArray();
                    break;
                case NeighborAttribute.Vlan:
                    vlan = attribute.UInt16;
                    break;
                case NeighborAttribute.Master:
                    master = attribute.Int32;
                    break;
            }
        }

        return new NeighborMessage
        {
            Family = header.Family,
            Index = header.Index,
            State = header.State,
            Flags = header.Flags,
            Type = header.Type,
            Destination = destination,
            LinkLayerAddress = address,
            Vlan = vlan,
            Master = master,
        };
    }

    /// <summary>Whether it belongs to a bridge's forwarding database and not to ARP or NDP.</summary>
    internal bool IsForwarding => Family == LibC.AF_BRIDGE;
}
