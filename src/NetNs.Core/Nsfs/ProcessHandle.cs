using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>One process, held so that its id cannot go to another between looking at it and signalling it.</summary>
internal sealed class ProcessHandle : IDisposable
{
    private ProcessHandle(int id, SafeFileHandle file)
    {
        Id = id;
        File = file;
    }

    internal int Id { get; }

    /// <summary>Readable when the process has ended.</summary>
    internal SafeFileHandle File { get; }

    /// <summary>Holds a process, or returns null where there is none.</summary>
    internal static ProcessHandle? Open(int id)
    {
        nint descriptor = LibC.syscall(LibC.SYS_pidfd_open, id, 0, 0, 0);
        if (descriptor < 0 && SystemCall.LastError is Errno.ESRCH or Errno.EINVAL)
            return null;
        return new ProcessHandle(id, SystemCall.Check(new SafeFileHandle(descriptor, ownsHandle: true), $"hold process {id}"));
    }

    /// <summary>Whether it is in a network namespace. Where it ended meanwhile, the answer does not matter: no signal reaches another.</summary>
    internal bool IsIn(NamespaceIdentity target) => NamespaceHandle.IdentityOf($"/proc/{Id}/ns/net") == target;

    /// <summary>Sends a signal; one that has ended gets none.</summary>
    internal void Signal(int signal)
    {
        if (LibC.syscall(LibC.SYS_pidfd_send_signal, File.DangerousGetHandle(), signal, 0, 0) < 0 && SystemCall.LastError != Errno.ESRCH)
            throw new SystemCallException(SystemCall.LastError, $"end process {Id}");
    }

    public void Dispose() => File.Dispose();
}
