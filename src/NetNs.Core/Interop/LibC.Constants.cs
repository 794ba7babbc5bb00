namespace NetNs.Interop;

/// <content>
/// Constants by their names in C. They are <c>const</c>, for <c>case</c> and default values, where those of Tmds.LibC are properties; tests compare them with the kernel's
/// headers and with Tmds.LibC.
/// </content>
internal static partial class LibC
{
    internal const int AF_UNSPEC = 0;
    internal const int AF_INET = 2;
    internal const int AF_BRIDGE = 7;
    internal const int AF_INET6 = 10;
    internal const int AF_NETLINK = 16;

    internal const int SOCK_DGRAM = 2;
    internal const int SOCK_RAW = 3;
    internal const int SOCK_NONBLOCK = 0x800;
    internal const int SOCK_CLOEXEC = 0x80000;

    internal const int IPPROTO_ICMP = 1;
    internal const int IPPROTO_TCP = 6;
    internal const int IPPROTO_UDP = 17;
    internal const int IPPROTO_SCTP = 132;

    internal const int SOL_SOCKET = 1;
    internal const int SOL_NETLINK = 270;
    internal const int SO_SNDBUF = 7;
    internal const int SO_RCVBUF = 8;
    internal const int SO_SNDBUFFORCE = 32;
    internal const int SO_RCVBUFFORCE = 33;

    internal const int MSG_DONTWAIT = 0x40;
    internal const int MSG_TRUNC = 0x20;
    internal const int MSG_PEEK = 0x02;

    internal const int CLONE_FILES = 0x00000400;
    internal const int CLONE_NEWNS = 0x00020000;
    internal const int CLONE_NEWNET = 0x40000000;

    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_CREAT = 0x40;
    internal const int O_EXCL = 0x80;
    internal const int O_CLOEXEC = 0x80000;
    internal const int O_PATH = 0x200000;

    internal const int AT_FDCWD = -100;
    internal const int AT_SYMLINK_NOFOLLOW = 0x100;
    internal const int AT_EMPTY_PATH = 0x1000;

    internal const int W_OK = 2;

    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int LOCK_UN = 8;

    internal const uint MS_RDONLY = 1;
    internal const uint MS_NOSUID = 2;
    internal const uint MS_NODEV = 4;
    internal const uint MS_NOEXEC = 8;
    internal const uint MS_BIND = 4096;
    internal const uint MS_REC = 16384;
    internal const uint MS_PRIVATE = 1 << 18;
    internal const uint MS_SLAVE = 1 << 19;
    internal const uint MS_SHARED = 1 << 20;
    internal const int MNT_DETACH = 2;
    internal const int MNT_EXPIRE = 4;
    internal const int UMOUNT_NOFOLLOW = 8;

    internal const int SIGKILL = 9;
    internal const int SIGTERM = 15;

    // The same number on every architecture; libc wraps them only since glibc 2.36.
    internal const int SYS_pidfd_send_signal = 424;
    internal const int SYS_pidfd_open = 434;

    internal const uint IN_MOVED_FROM = 0x40;
    internal const uint IN_DELETE = 0x200;
    internal const int IN_NONBLOCK = 0x800;
    internal const int IN_CLOEXEC = 0x80000;

    internal const short POLLIN = 1;
    internal const short POLLOUT = 4;
    internal const int EFD_NONBLOCK = 0x800;
    internal const int EFD_CLOEXEC = 0x80000;

    /// <summary>Asks a namespace's file for its type (a CLONE_NEW… number), linux/nsfs.h.</summary>
    internal const uint NS_GET_NSTYPE = 0xb703;

    /// <summary>Asks a socket for the number of its network namespace that is never used again, asm-generic/socket.h. Linux 5.14 and later.</summary>
    internal const int SO_NETNS_COOKIE = 71;

    /// <summary>Asks a socket's namespace for the name of a link by its number, linux/sockios.h.</summary>
    internal const uint SIOCGIFNAME = 0x8910;

    // Flags and orders of /dev/net/tun, linux/if_tun.h.
    internal const int IFF_NO_PI = 0x1000;
    internal const int IFF_TUN_EXCL = 0x8000;
    internal const uint TUNSETIFF = 0x400454ca;
    internal const uint TUNSETPERSIST = 0x400454cb;
    internal const uint TUNSETOWNER = 0x400454cc;

    internal const uint STATX_TYPE = 1;
    internal const uint STATX_CTIME = 0x80;
    internal const uint STATX_INO = 0x100;

    /// <summary>The file is what a mount put there. Linux 5.8 and later.</summary>
    internal const ulong STATX_ATTR_MOUNT_ROOT = 0x2000;

    internal const int S_IFMT = 0xf000;
    internal const int S_IFLNK = 0xa000;

    /// <summary>f_type of a namespace file, linux/magic.h.</summary>
    internal const int NSFS_MAGIC = 0x6e736673;

    /// <summary>f_type of a /proc file; namespace files were there before Linux 3.19, linux/magic.h.</summary>
    internal const int PROC_SUPER_MAGIC = 0x9fa0;
}
