namespace NetNs.NfTables;

/// <summary>What a counter carries, linux/netfilter/nf_tables.h.</summary>
internal static class CounterAttribute
{
    internal const ushort Bytes = 1; // NFTA_COUNTER_BYTES
    internal const ushort Packets = 2; // NFTA_COUNTER_PACKETS
    internal const ushort Padding = 3; // NFTA_COUNTER_PAD
}
