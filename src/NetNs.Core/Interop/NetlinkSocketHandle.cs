using System.Runtime.InteropServices;

namespace NetNs.Interop;

/// <summary>Owns a netlink socket descriptor.</summary>
internal sealed partial class NetlinkSocketHandle : SafeHandle
{
    public NetlinkSocketHandle()
        : base(-1, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == -1;

    protected override bool ReleaseHandle() => close((int)handle) == 0;

    [LibraryImport("libc")]
    private static partial int close(int fd);
}
