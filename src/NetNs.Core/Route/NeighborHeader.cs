using System.Runtime.InteropServices;

namespace NetNs.Route;

/// <summary>
/// <c>struct ndmsg</c>, linux/neighbour.h.
/// <code>
///  0      1   2    4      8     10    11   12   bytes
/// |family|pad|pad |index |state|flags|type|attributes ...
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NeighborHeader // struct ndmsg
{
    internal byte Family; // ndm_family
    internal byte Pad1; // ndm_pad1
    internal ushort Pad2; // ndm_pad2
    internal int Index; // ndm_ifindex
    internal NeighborStates State; // ndm_state
    internal NeighborFlags Flags; // ndm_flags
    internal byte Type; // ndm_type

    internal const int Size = 12;
}
