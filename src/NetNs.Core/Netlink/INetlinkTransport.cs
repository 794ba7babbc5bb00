namespace NetNs.Netlink;

/// <summary>Moves datagrams to and from the kernel: the one seam where a test puts something else.</summary>
internal interface INetlinkTransport : IDisposable
{
    /// <summary>Sends one datagram, which may hold several messages.</summary>
    /// <exception cref="NetlinkException">The kernel did not take it.</exception>
    void Send(ReadOnlySpan<byte> datagram);

    /// <summary>
    /// Waits for a datagram and returns its full length, which is more than <paramref name="buffer"/> has where it was cut off.
    /// </summary>
    /// <exception cref="NetlinkException">Nothing came in time (EAGAIN), or messages were lost (ENOBUFS).</exception>
    int Receive(Span<byte> buffer, out uint senderPortId);

    /// <summary>The name of a link of the socket's namespace by its number, without a message; null where there is none, or no way to ask.</summary>
    string? LinkName(int index) => null;

    /// <summary>The number of the socket's network namespace, which the kernel never uses again; null where it does not tell.</summary>
    ulong? NamespaceCookie => null;
}

/// <summary>Sees every datagram of a connection as it passes: what -Debug prints.</summary>
internal interface IMessageTracer
{
    void Sent(NetlinkFamily family, ReadOnlySpan<byte> datagram);

    void Received(NetlinkFamily family, ReadOnlySpan<byte> datagram);
}
