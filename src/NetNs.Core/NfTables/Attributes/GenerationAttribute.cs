namespace NetNs.NfTables;

/// <summary>Attributes of a generation message, linux/netfilter/nf_tables.h.</summary>
internal static class GenerationAttribute
{
    internal const ushort Id = 1; // NFTA_GEN_ID
    internal const ushort ProcessId = 2; // NFTA_GEN_PROC_PID
    internal const ushort ProcessName = 3; // NFTA_GEN_PROC_NAME
}
