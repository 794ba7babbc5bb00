namespace NetNs.Route;

/// <summary>How a link gets its IPv6 link-local address, linux/if_link.h.</summary>
internal enum AddressGenerationMode : byte
{
    Eui64 = 0, // IN6_ADDR_GEN_MODE_EUI64
    None = 1, // IN6_ADDR_GEN_MODE_NONE
}
