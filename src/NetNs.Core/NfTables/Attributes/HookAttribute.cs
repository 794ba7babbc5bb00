namespace NetNs.NfTables;

/// <summary>What stands inside NFTA_CHAIN_HOOK, linux/netfilter/nf_tables.h.</summary>
internal static class HookAttribute
{
    internal const ushort Number = 1; // NFTA_HOOK_HOOKNUM
    internal const ushort Priority = 2; // NFTA_HOOK_PRIORITY
    internal const ushort Device = 3; // NFTA_HOOK_DEV
    internal const ushort Devices = 4; // NFTA_HOOK_DEVS
}
