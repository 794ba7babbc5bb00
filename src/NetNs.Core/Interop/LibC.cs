using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;
using Native = Tmds.Linux.LibC;

namespace NetNs.Interop;

/// <summary>
/// Every native call of the product. Names and parameter order are libc's own, so that <c>man 2 setns</c> is the documentation. The calls are those of the package
/// Tmds.LibC; this class takes handles, spans and texts in place of its pointers, and is the only code that is unsafe. What the package lacks is in LibC.Own.cs.
/// No logic, no retries, no exceptions here. Errors: <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static unsafe partial class LibC
{
    // Paths of usual length are converted on the stack.
    private const int PathRoom = 512;

    // Those that a thread inside a namespace may be the first to call.
    private static readonly string[] CallsInside =
        ["unshare", "setns", "socket", "bind", "getsockname", "setsockopt", "getsockopt", "sendto", "recvfrom", "open", "close", "read", "write", "statx", "_ioctl", "mount", "umount2", "dup2", "readlink", "access"];

    /// <summary>
    /// Compiles what leads from .NET to the calls of the package, which is not compiled ahead of time. To be called at home: the JIT compiler is not to run on a thread
    /// that is inside a namespace.
    /// </summary>
    internal static void Prepare()
    {
        foreach (string name in CallsInside)
        {
            foreach (MemberInfo call in typeof(Native).GetMember(name, MemberTypes.Method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Marshal.Prelink((MethodInfo)call);
        }
    }

    internal static NetlinkSocketHandle socket(int domain, int type, int protocol)
    {
        var owner = new NetlinkSocketHandle();
        Marshal.InitHandle(owner, Native.socket(domain, type, protocol));
        return owner;
    }

    internal static int close(int fd) => Native.close(fd);

    internal static int bind(NetlinkSocketHandle sockfd, in SockAddrNetlink addr, int addrlen)
    {
        using var lent = new LentDescriptor(sockfd);
        fixed (SockAddrNetlink* address = &addr)
            return Native.bind(lent.Value, (sockaddr*)address, addrlen);
    }

    internal static int getsockname(NetlinkSocketHandle sockfd, out SockAddrNetlink addr, ref int addrlen)
    {
        using var lent = new LentDescriptor(sockfd);
        addr = default;
        fixed (SockAddrNetlink* address = &addr)
        fixed (int* length = &addrlen)
            return Native.getsockname(lent.Value, (sockaddr*)address, (socklen_t*)length);
    }

    internal static nint sendto(NetlinkSocketHandle sockfd, ReadOnlySpan<byte> buf, nint len, int flags, in SockAddrNetlink dest_addr, int addrlen)
    {
        using var lent = new LentDescriptor(sockfd);
        fixed (byte* bytes = buf)
        fixed (SockAddrNetlink* address = &dest_addr)
            return (nint)(long)Native.sendto(lent.Value, bytes, (uint)len, flags, (sockaddr*)address, addrlen);
    }

    internal static nint recvfrom(NetlinkSocketHandle sockfd, Span<byte> buf, nint len, int flags, out SockAddrNetlink src_addr, ref int addrlen)
    {
        using var lent = new LentDescriptor(sockfd);
        src_addr = default;
        fixed (byte* bytes = buf)
        fixed (SockAddrNetlink* address = &src_addr)
        fixed (int* length = &addrlen)
            return (nint)(long)Native.recvfrom(lent.Value, bytes, (uint)len, flags, (sockaddr*)address, (socklen_t*)length);
    }

    internal static int setsockopt(NetlinkSocketHandle sockfd, int level, int optname, in int optval, int optlen)
    {
        using var lent = new LentDescriptor(sockfd);
        fixed (int* value = &optval)
            return Native.setsockopt(lent.Value, level, optname, value, optlen);
    }

    /// <summary>Overload for options whose value is a C struct, timeval among them.</summary>
    internal static int setsockopt(NetlinkSocketHandle sockfd, int level, int optname, ReadOnlySpan<nint> optval, int optlen)
    {
        using var lent = new LentDescriptor(sockfd);
        fixed (nint* value = optval)
            return Native.setsockopt(lent.Value, level, optname, value, optlen);
    }

    internal static int getsockopt(NetlinkSocketHandle sockfd, int level, int optname, out ulong optval, ref int optlen)
    {
        using var lent = new LentDescriptor(sockfd);
        optval = 0;
        fixed (ulong* value = &optval)
        fixed (int* length = &optlen)
            return Native.getsockopt(lent.Value, level, optname, value, (socklen_t*)length);
    }

    internal static int setns(SafeFileHandle fd, int nstype)
    {
        using var lent = new LentDescriptor(fd);
        return Native.setns(lent.Value, nstype);
    }

    internal static int unshare(int flags) => Native.unshare(flags);

    internal static SafeFileHandle open(string pathname, int flags, uint mode)
    {
        using var path = new NativeText(pathname, stackalloc byte[PathRoom]);
        return Owner(Native.open(path.Value, flags, (ushort)mode));
    }

    internal static nint read(SafeFileHandle fd, Span<byte> buf, nint count)
    {
        using var lent = new LentDescriptor(fd);
        fixed (byte* bytes = buf)
            return (nint)(long)Native.read(lent.Value, bytes, (uint)count);
    }

    internal static int dup2(SafeFileHandle oldfd, int newfd)
    {
        using var lent = new LentDescriptor(oldfd);
        return Native.dup2(lent.Value, newfd);
    }

    internal static nint write(SafeFileHandle fd, ReadOnlySpan<byte> buf, nint count)
    {
        using var lent = new LentDescriptor(fd);
        fixed (byte* bytes = buf)
            return (nint)(long)Native.write(lent.Value, bytes, (uint)count);
    }

    internal static int access(string pathname, int mode)
    {
        using var path = new NativeText(pathname, stackalloc byte[PathRoom]);
        return Native.access(path.Value, mode);
    }

    internal static nint readlink(string pathname, Span<byte> buf, nint bufsiz)
    {
        using var path = new NativeText(pathname, stackalloc byte[PathRoom]);
        fixed (byte* bytes = buf)
            return (nint)(long)Native.readlink(path.Value, bytes, (uint)bufsiz);
    }

    internal static int unlink(string pathname)
    {
        using var path = new NativeText(pathname, stackalloc byte[PathRoom]);
        return Native.unlink(path.Value);
    }

    internal static int mount(string? source, string target, string? filesystemtype, nuint mountflags, nint data)
    {
        using var from = new NativeText(source, stackalloc byte[PathRoom]);
        using var to = new NativeText(target, stackalloc byte[PathRoom]);
        using var kind = new NativeText(filesystemtype, stackalloc byte[PathRoom]);
        return Native.mount(from.Value, to.Value, kind.Value, (ulong_t)(ulong)mountflags, (void*)data);
    }

    internal static int umount2(string target, int flags)
    {
        using var path = new NativeText(target, stackalloc byte[PathRoom]);
        return Native.umount2(path.Value, flags);
    }

    internal static int statx(SafeFileHandle dirfd, string pathname, int flags, uint mask, out StatX statxbuf)
    {
        using var lent = new LentDescriptor(dirfd);
        return statx(lent.Value, pathname, flags, mask, out statxbuf);
    }

    internal static int statx(int dirfd, string pathname, int flags, uint mask, out StatX statxbuf)
    {
        using var path = new NativeText(pathname, stackalloc byte[PathRoom]);
        statxbuf = default;
        fixed (StatX* buffer = &statxbuf)
            return Native.statx(dirfd, path.Value, flags, mask, (statx*)buffer);
    }

    internal static int ioctl(SafeFileHandle fd, nuint request)
    {
        using var lent = new LentDescriptor(fd);
        return Native.ioctl(lent.Value, (int)request);
    }

    internal static int ioctl(SafeFileHandle fd, nuint request, nint argp)
    {
        using var lent = new LentDescriptor(fd);
        return Native.ioctl(lent.Value, (int)request, (void*)argp);
    }

    internal static int ioctl(SafeFileHandle fd, nuint request, out ulong argp)
    {
        using var lent = new LentDescriptor(fd);
        argp = 0;
        fixed (ulong* value = &argp)
            return Native.ioctl(lent.Value, (int)request, value);
    }

    internal static int ioctl(SafeFileHandle fd, nuint request, ref TunRequest argp)
    {
        using var lent = new LentDescriptor(fd);
        fixed (TunRequest* value = &argp)
            return Native.ioctl(lent.Value, (int)request, value);
    }

    internal static int ioctl(NetlinkSocketHandle fd, nuint request, ref InterfaceRequest argp)
    {
        using var lent = new LentDescriptor(fd);
        fixed (InterfaceRequest* value = &argp)
            return Native.ioctl(lent.Value, (int)request, value);
    }

    internal static SafeFileHandle eventfd(uint initval, int flags) => Owner(Native.eventfd(initval, flags));

    internal static nint syscall(nint number, nint arg1, nint arg2, nint arg3, nint arg4)
        => (nint)(long)(ssize_t)Native.syscall((void*)number, (void*)arg1, (void*)arg2, (void*)arg3, (void*)arg4);

    private static SafeFileHandle Owner(int descriptor) => new(descriptor, ownsHandle: true);

    /// <summary>The descriptor of a handle, which stays open until the call is over.</summary>
    private ref struct LentDescriptor
    {
        private readonly SafeHandle _handle;
        private bool _isLent;

        internal LentDescriptor(SafeHandle handle)
        {
            _handle = handle;
            handle.DangerousAddRef(ref _isLent);
        }

        internal readonly int Value => (int)_handle.DangerousGetHandle();

        public readonly void Dispose()
        {
            if (_isLent)
                _handle.DangerousRelease();
        }
    }

    /// <summary>A text as a C string; null stays null.</summary>
    private ref struct NativeText
    {
        private Utf8StringMarshaller.ManagedToUnmanagedIn _text;

        internal NativeText(string? text, Span<byte> room) => _text.FromManaged(text, room);

        internal byte* Value => _text.ToUnmanaged();

        public void Dispose() => _text.Free();
    }
}
