using NetNs.Netlink;

namespace NetNs.Conntrack;

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
