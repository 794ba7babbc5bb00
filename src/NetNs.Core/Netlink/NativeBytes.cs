using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetNs.Netlink;

/// <summary>
/// Structs of the kernel as bytes. <see cref="MemoryMarshal"/> does the same, but its methods over structs of ours are not compiled ahead of time: the JIT compiler would
/// run on a thread that is inside a namespace.
/// </summary>
internal static class NativeBytes
{
    /// <summary>The struct at the beginning of some bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are too few.</exception>
    internal static T Read<T>(ReadOnlySpan<byte> source)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, Unsafe.SizeOf<T>());
        return Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(source));
    }

    /// <summary>Puts a struct at the beginning of some bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are too few.</exception>
    internal static void Write<T>(Span<byte> destination, in T value)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, Unsafe.SizeOf<T>());
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(destination), value);
    }

    /// <summary>The bytes of a struct, where it is.</summary>
    internal static ReadOnlySpan<byte> Of<T>(in T value)
        where T : unmanaged
        => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), Unsafe.SizeOf<T>());
}
