namespace NetNs.SockDiag;

/// <summary>What the kernel adds to a socket, linux/inet_diag.h.</summary>
internal static class SocketAttribute
{
    internal const ushort IPv6Only = 11; // INET_DIAG_SKV6ONLY
}
