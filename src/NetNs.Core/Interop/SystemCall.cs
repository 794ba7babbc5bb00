using System.Runtime.InteropServices;

namespace NetNs.Interop;

/// <summary>What a failed system call becomes.</summary>
internal static class SystemCall
{
    /// <summary>errno of the last call on this thread.</summary>
    internal static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>Throws <see cref="SystemCallException"/> where <paramref name="result"/> is negative.</summary>
    /// <param name="result">What the call returned.</param>
    /// <param name="what">What was tried, in words: "mount /run/netns shared".</param>
    internal static void Check(int result, string what)
    {
        if (result < 0)
            throw new SystemCallException(LastError, what);
    }

    /// <summary>Throws <see cref="SystemCallException"/> where the handle is not valid, else returns it.</summary>
    internal static T Check<T>(T handle, string what)
        where T : SafeHandle
    {
        if (!handle.IsInvalid)
            return handle;

        int errno = LastError;
        handle.Dispose();
        throw new SystemCallException(errno, what);
    }
}

/// <summary>A system call other than a netlink request failed.</summary>
internal sealed class SystemCallException(int errno, string what)
    : IOException($"Cannot {what}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).")
{
    /// <summary>The errno value, see <see cref="Interop.Errno"/>.</summary>
    internal int Errno { get; } = errno;

    /// <summary>What was tried, in words.</summary>
    internal string What { get; } = what;
}
