using System.Runtime.InteropServices;

namespace NetNs.Route;

/// <summary>
/// <c>struct ifaddrmsg</c>, linux/if_addr.h.
/// <code>
///  0      1      2     3     4      8   bytes
/// |family|prefix|flags|scope|index |attributes ...
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AddressHeader // struct ifaddrmsg
{
    internal byte Family; // ifa_family
    internal byte PrefixLength; // ifa_prefixlen
    internal byte Flags; // ifa_flags
    internal byte Scope; // ifa_scope
    internal int Index; // ifa_index

    internal const int Size = 8;
}
