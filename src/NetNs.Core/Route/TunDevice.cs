using System.Text;
using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Route;

/// <summary>
/// A tun or tap link in the making, by its device: the one kind of link that the kernel makes by no message. Until it is kept it goes
/// with the descriptor, and so does what a failure, Ctrl+C or a killed process leaves.
/// </summary>
internal sealed class TunDevice : IDisposable
{
    internal const string Path = "/dev/net/tun";

    private readonly SafeFileHandle _file;

    private TunDevice(SafeFileHandle file)
    {
        _file = file;
    }

    /// <summary>Makes the link in the namespace of the calling thread.</summary>
    /// <param name="name">Its name, 1 to 15 bytes.</param>
    /// <param name="type">What it carries.</param>
    /// <param name="owner">A user who may attach to it; null for none.</param>
    /// <exception cref="SystemCallException">EBUSY where a link has the name; ENOENT or ENODEV where the kernel has no such links; EACCES, EPERM.</exception>
    internal static TunDevice Create(string name, TunType type, uint? owner)
    {
        var device = new TunDevice(SystemCall.Check(LibC.open(Path, LibC.O_RDWR | LibC.O_CLOEXEC, 0), $"open {Path}"));
        try
        {
            // Without IFF_TUN_EXCL it would attach to a link of that name that somebody made.
            var request = new TunRequest { Flags = (ushort)((ushort)type | LibC.IFF_NO_PI | LibC.IFF_TUN_EXCL) };
            Encoding.UTF8.GetBytes(name, request.Name);
            SystemCall.Check(LibC.ioctl(device._file, LibC.TUNSETIFF, ref request), $"create link {name}");
            if (owner is { } user)
                SystemCall.Check(LibC.ioctl(device._file, LibC.TUNSETOWNER, (nint)user), $"give {name} to user {user}");
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>Makes the link stay when the descriptor goes.</summary>
    internal void Keep() => SystemCall.Check(LibC.ioctl(_file, LibC.TUNSETPERSIST, 1), "keep the link");

    public void Dispose() => _file.Dispose();
}
