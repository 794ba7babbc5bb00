using System.Runtime.InteropServices;

namespace NetNs.Interop;

/// <summary>
/// <c>struct statx</c>, linux/stat.h: the one stat structure with the same layout on every architecture.
/// Only the fields we read are named.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatX // struct statx
{
    [FieldOffset(0x8)]
    internal ulong Attributes; // stx_attributes

    [FieldOffset(0x1c)]
    internal ushort Mode; // stx_mode

    [FieldOffset(0x20)]
    internal ulong Inode; // stx_ino

    [FieldOffset(0x60)]
    internal long ChangedSeconds; // stx_ctime.tv_sec

    [FieldOffset(0x68)]
    internal uint ChangedNanoseconds; // stx_ctime.tv_nsec

    [FieldOffset(0x88)]
    internal uint DeviceMajor; // stx_dev_major

    [FieldOffset(0x8c)]
    internal uint DeviceMinor; // stx_dev_minor
}
