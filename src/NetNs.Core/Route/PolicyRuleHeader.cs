using System.Runtime.InteropServices;

namespace NetNs.Route;

/// <summary>FR_ACT_*: what a policy rule does with the packets that match it, linux/fib_rules.h.</summary>
internal enum PolicyRuleAction : byte
{
    None = 0, // FR_ACT_UNSPEC
    Table = 1, // FR_ACT_TO_TBL
    Goto = 2, // FR_ACT_GOTO
    Continue = 3, // FR_ACT_NOP
    Blackhole = 6, // FR_ACT_BLACKHOLE
    Unreachable = 7, // FR_ACT_UNREACHABLE
    Prohibit = 8, // FR_ACT_PROHIBIT
}

/// <summary>flags of a policy rule, linux/fib_rules.h.</summary>
[Flags]
internal enum PolicyRuleFlags : uint
{
    None = 0, // 0
    Permanent = 1, // FIB_RULE_PERMANENT
    Invert = 2, // FIB_RULE_INVERT
    Unresolved = 4, // FIB_RULE_UNRESOLVED
    InputDetached = 8, // FIB_RULE_IIF_DETACHED
    OutputDetached = 16, // FIB_RULE_OIF_DETACHED
}

/// <summary>
/// <c>struct fib_rule_hdr</c>, linux/fib_rules.h.
/// <code>
///  0      1       2       3   4     5    6    7      8      12  bytes
/// |family|dst len|src len|tos|table|res1|res2|action|flags |attributes ...
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PolicyRuleHeader // struct fib_rule_hdr
{
    internal byte Family; // family
    internal byte DestinationLength; // dst_len
    internal byte SourceLength; // src_len
    internal byte TypeOfService; // tos
    internal byte Table; // table
    internal byte Reserved1; // res1
    internal byte Reserved2; // res2
    internal PolicyRuleAction Action; // action
    internal PolicyRuleFlags Flags; // flags

    internal const int Size = 12;
}
