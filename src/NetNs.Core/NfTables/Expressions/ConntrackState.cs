namespace NetNs.NfTables;

/// <summary>The states of "ct state": one bit each, as NF_CT_STATE_BIT() of linux/netfilter/nf_conntrack_common.h makes them; iptables has the same.</summary>
[Flags]
internal enum ConntrackState : uint // ours
{
    None = 0,
    Invalid = 1,
    Established = 2,
    Related = 4,
    New = 8,
    Untracked = 64,
}
