using NetNs.Netlink;

namespace NetNs.Conntrack;

/// <summary>Parts of a tuple that must be alike. The kernel keeps the names to itself (nf_internals.h); the bits are part of its interface.</summary>
[Flags]
internal enum ConntrackFilterFlags : uint // ours
{
    None = 0,
    Protocol = 1 << 3,
    DestinationPort = 1 << 5,
}

/// <summary>What stands inside CTA_FILTER, linux/netfilter/nfnetlink_conntrack.h: which parts of a tuple must be alike.</summary>
internal static class ConntrackFilterAttribute
{
    internal const ushort OriginalFlags = 1; // CTA_FILTER_ORIG_FLAGS
}

/// <summary>Which connections the kernel lists, by what their first packet was like. Kernels before 5.8 do not know it and list all.</summary>
/// <param name="Protocol">IPPROTO_… number.</param>
/// <param name="DestinationPort">Null for every port.</param>
internal sealed record ConntrackFilter(byte Protocol, ushort? DestinationPort = null)
{
    internal void Write(NetlinkWriter writer)
    {
        using (writer.Nest(ConntrackAttribute.OriginalTuple))
            new ConntrackTuple { Protocol = Protocol, DestinationPort = DestinationPort }.Write(writer);
        ConntrackFilterFlags flags = ConntrackFilterFlags.Protocol | (DestinationPort is null ? ConntrackFilterFlags.None : ConntrackFilterFlags.DestinationPort);
        using (writer.Nest(ConntrackAttribute.Filter))
            writer.Put(ConntrackFilterAttribute.OriginalFlags, (uint)flags);
    }
}
