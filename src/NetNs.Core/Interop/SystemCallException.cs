using System.Runtime.InteropServices;

namespace NetNs.Interop;

/// <summary>A system call other than a netlink request failed.</summary>
internal sealed class SystemCallException(int errno, string what)
    : IOException($"Cannot {what}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).")
{
    /// <summary>The errno value, see <see cref="Interop.Errno"/>.</summary>
    internal int Errno { get; } = errno;

    /// <summary>What was tried, in words.</summary>
    internal string What { get; } = what;
}
