namespace NetNs.NfTables;

/// <summary>What a nat expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class NatAttribute
{
    internal const ushort Type = 1; // NFTA_NAT_TYPE
    internal const ushort Family = 2; // NFTA_NAT_FAMILY
    internal const ushort AddressMin = 3; // NFTA_NAT_REG_ADDR_MIN
    internal const ushort AddressMax = 4; // NFTA_NAT_REG_ADDR_MAX
    internal const ushort PortMin = 5; // NFTA_NAT_REG_PROTO_MIN
    internal const ushort PortMax = 6; // NFTA_NAT_REG_PROTO_MAX
    internal const ushort Flags = 7; // NFTA_NAT_FLAGS
}
