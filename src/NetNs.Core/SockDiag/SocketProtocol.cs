namespace NetNs.SockDiag;

/// <summary>Protocols whose sockets can be listed, linux/in.h.</summary>
internal enum SocketProtocol : byte
{
    Tcp = 6, // IPPROTO_TCP
    Udp = 17, // IPPROTO_UDP
    Sctp = 132, // IPPROTO_SCTP
}
