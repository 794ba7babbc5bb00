namespace NetNs.SockDiag;

/// <summary>Message types of socket diagnostics, linux/sock_diag.h.</summary>
internal static class SocketMessageType
{
    internal const ushort ByFamily = 20; // SOCK_DIAG_BY_FAMILY
}
