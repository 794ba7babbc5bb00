using System.Runtime.InteropServices;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>
/// <c>struct ifinfomsg</c>, linux/rtnetlink.h.
/// <code>
///  0      1   2     4      8      12      16   bytes
/// |family|pad|type |index |flags |change |attributes ...
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkHeader // struct ifinfomsg
{
    internal byte Family; // ifi_family
    internal byte Pad; // __ifi_pad
    internal ushort Type; // ifi_type
    internal int Index; // ifi_index
    internal LinkFlags Flags; // ifi_flags
    internal LinkFlags Change; // ifi_change

    internal const int Size = 16;

    /// <summary>The link that a message speaks of, without reading the rest.</summary>
    internal static int IndexOf(ReadOnlySpan<byte> payload) => payload.Length >= Size
        ? NativeBytes.Read<LinkHeader>(payload).Index
        : throw new NetlinkFormatException($"A link message has {payload.Length} bytes; its header alone has {Size}.");
}
