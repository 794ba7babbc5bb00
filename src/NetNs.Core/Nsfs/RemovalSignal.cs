using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>
/// Wakes whoever waits when a file may have been removed. A socket in a namespace keeps it alive, so nothing inside tells that
/// its name was taken away: whoever watches must notice, and let go.
/// </summary>
internal sealed class RemovalSignal : IDisposable
{
    private readonly SafeFileHandle _file = SystemCall.Check(LibC.inotify_init1(LibC.IN_NONBLOCK | LibC.IN_CLOEXEC), "watch for removed names");
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>Readable when something was removed.</summary>
    internal SafeHandle Handle => _file;

    /// <summary>Watches the directory that a file lies in. One that cannot be watched (/proc) is passed over.</summary>
    internal void Add(string path) => _ = LibC.inotify_add_watch(_file, Path.GetDirectoryName(path)!, LibC.IN_DELETE | LibC.IN_MOVED_FROM);

    /// <summary>Quiet again, until the next removal.</summary>
    internal void Clear()
    {
        while (LibC.read(_file, _buffer, _buffer.Length) > 0)
        {
        }
    }

    public void Dispose() => _file.Dispose();
}
