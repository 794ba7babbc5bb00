namespace NetNs.Route;

/// <summary>What stands inside IFLA_AF_SPEC for IPv6, linux/if_link.h.</summary>
internal static class IPv6LinkAttribute
{
    internal const ushort AddressGeneration = 8; // IFLA_INET6_ADDR_GEN_MODE
}
