namespace NetNs.NfTables;

/// <summary>Attributes of the message that begins a batch, linux/netfilter/nfnetlink.h.</summary>
internal static class BatchAttribute
{
    internal const ushort Generation = 1; // NFNL_BATCH_GENID
}
