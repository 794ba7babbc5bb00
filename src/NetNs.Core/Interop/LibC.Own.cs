using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NetNs.Interop;

/// <content>Calls that Tmds.LibC lacks. Its <c>poll</c> does not keep errno.</content>
internal static partial class LibC
{
    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int flock(SafeFileHandle fd, int operation);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int poll(Span<PollDescriptor> fds, nuint nfds, int timeout);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial SafeFileHandle inotify_init1(int flags);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int inotify_add_watch(SafeFileHandle fd, string pathname, uint mask);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fstatfs(SafeFileHandle fd, out StatFs buf);
}
