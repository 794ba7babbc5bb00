namespace NetNs.NfTables;

/// <summary>Attributes of a rule message, linux/netfilter/nf_tables.h.</summary>
internal static class RuleAttribute
{
    internal const ushort Table = 1; // NFTA_RULE_TABLE
    internal const ushort Chain = 2; // NFTA_RULE_CHAIN
    internal const ushort Handle = 3; // NFTA_RULE_HANDLE
    internal const ushort Expressions = 4; // NFTA_RULE_EXPRESSIONS
    internal const ushort Position = 6; // NFTA_RULE_POSITION
    internal const ushort UserData = 7; // NFTA_RULE_USERDATA
}
