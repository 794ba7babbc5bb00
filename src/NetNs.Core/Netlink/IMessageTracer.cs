namespace NetNs.Netlink;

/// <summary>Sees every datagram of a connection as it passes: what -Debug prints.</summary>
internal interface IMessageTracer
{
    void Sent(NetlinkFamily family, ReadOnlySpan<byte> datagram);

    void Received(NetlinkFamily family, ReadOnlySpan<byte> datagram);
}
