namespace NetNs.Route;

/// <summary>ifa_flags and IFA_FLAGS, linux/if_addr.h.</summary>
[Flags]
internal enum AddressFlags : uint
{
    None = 0, // 0
    Secondary = 1, // IFA_F_SECONDARY
    NoDad = 2, // IFA_F_NODAD
    Optimistic = 4, // IFA_F_OPTIMISTIC
    DadFailed = 8, // IFA_F_DADFAILED
    Deprecated = 0x20, // IFA_F_DEPRECATED
    Tentative = 0x40, // IFA_F_TENTATIVE
    Permanent = 0x80, // IFA_F_PERMANENT
    NoPrefixRoute = 0x200, // IFA_F_NOPREFIXROUTE
}
