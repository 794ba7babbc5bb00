using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NetNs.Netlink;

/// <summary>
/// <c>struct nlmsghdr</c>, linux/netlink.h; all fields in the machine's byte order.
/// <code>
///  0       4       8   bytes
/// |length |type|flags|sequence |port id |payload ...
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MessageHeader // struct nlmsghdr
{
    internal uint Length; // nlmsg_len
    internal ushort Type; // nlmsg_type
    internal MessageFlags Flags; // nlmsg_flags
    internal uint Sequence; // nlmsg_seq
    internal uint PortId; // nlmsg_pid

    internal const int Size = 16;

    internal static MessageHeader Read(ReadOnlySpan<byte> source) => NativeBytes.Read<MessageHeader>(source);

    internal readonly void Write(Span<byte> destination) => NativeBytes.Write(destination, in this);
}
