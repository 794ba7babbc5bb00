using System.Runtime.InteropServices;

namespace NetNs.Interop;

/// <summary><c>struct pollfd</c>, man 2 poll: a descriptor to wait for. A negative one is passed over.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor // struct pollfd
{
    internal int Descriptor; // fd
    internal short Wanted; // events
    internal short Seen; // revents
}
