using System.Runtime.InteropServices;

namespace NetNs.Interop;

/// <summary><c>struct statfs</c>, man 2 fstatfs: only its first word is read, the rest is room for any architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatFs
{
    [FieldOffset(0)]
    internal nint Type; // f_type
}
