using System.Text;
using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>
/// Files under /proc/sys/net. Which namespace they belong to is decided when they are looked up, by the calling thread's
/// namespace: to be used on a thread that is inside.
/// </summary>
internal static class ProcSys
{
    /// <summary>Where the sysctls of a network namespace are; all others belong to the whole machine.</summary>
    internal const string Root = "/proc/sys/net";

    /// <summary>The value, without the line end; several lines stay several lines.</summary>
    /// <exception cref="SystemCallException">ENOENT, EACCES; some (secrets, triggers) cannot be read: EIO, EPERM.</exception>
    internal static string Read(string path)
    {
        using SafeFileHandle file = SystemCall.Check(LibC.open(path, LibC.O_RDONLY | LibC.O_CLOEXEC, 0), $"read {path}");
        var text = new StringBuilder();
        Span<byte> buffer = stackalloc byte[4096];
        while (true)
        {
            int count = (int)LibC.read(file, buffer, buffer.Length);
            if (count < 0)
                throw new SystemCallException(SystemCall.LastError, $"read {path}");
            if (count == 0)
                return text.ToString().TrimEnd('\n');
            text.Append(Encoding.UTF8.GetString(buffer[..count]));
        }
    }

    /// <summary>Writes the whole value in one write(2): the kernel takes each write for a value of its own.</summary>
    /// <exception cref="SystemCallException">EINVAL where the kernel does not take the value.</exception>
    internal static void Write(string path, string value)
    {
        using SafeFileHandle file = SystemCall.Check(LibC.open(path, LibC.O_WRONLY | LibC.O_CLOEXEC, 0), $"write {path}");
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        if (LibC.write(file, bytes, bytes.Length) < 0)
            throw new SystemCallException(SystemCall.LastError, $"write '{value}' to {path}");
    }

    /// <summary>All files below a folder, in the order of their paths.</summary>
    internal static List<string> Files(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        List<string> paths = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", options)] : [];
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }
}
