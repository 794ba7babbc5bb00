namespace NetNs.Route;

/// <summary>Attributes of an address message, linux/if_addr.h.</summary>
internal static class AddressAttribute
{
    internal const ushort Address = 1; // IFA_ADDRESS
    internal const ushort Local = 2; // IFA_LOCAL
    internal const ushort Label = 3; // IFA_LABEL
    internal const ushort Broadcast = 4; // IFA_BROADCAST
    internal const ushort CacheInfo = 6; // IFA_CACHEINFO
    internal const ushort Flags = 8; // IFA_FLAGS
    internal const ushort TargetNamespaceId = 10; // IFA_TARGET_NETNSID
}
