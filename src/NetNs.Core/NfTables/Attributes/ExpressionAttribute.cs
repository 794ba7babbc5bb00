namespace NetNs.NfTables;

/// <summary>One expression: what it is called and what it carries, linux/netfilter/nf_tables.h.</summary>
internal static class ExpressionAttribute
{
    internal const ushort Name = 1; // NFTA_EXPR_NAME
    internal const ushort Data = 2; // NFTA_EXPR_DATA
}
