namespace NetNs.Route;

/// <summary>Attributes of a namespace-id message, linux/net_namespace.h.</summary>
internal static class NamespaceIdAttribute
{
    internal const ushort Id = 1; // NETNSA_NSID
    internal const ushort Process = 2; // NETNSA_PID
    internal const ushort Descriptor = 3; // NETNSA_FD
    internal const ushort Target = 4; // NETNSA_TARGET_NSID
}
