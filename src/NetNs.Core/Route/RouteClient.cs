using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>
/// rtnetlink in one namespace, one method per intent. Failures are <see cref="NetlinkException"/>: errno, the kernel's
/// sentence, and what was asked in words. One thread at a time.
/// </summary>
internal sealed partial class RouteClient(NetlinkConnection connection) : IDisposable
{
    private readonly NetlinkWriter _writer = new();

    /// <summary>The connection underneath, for its tracer and its warnings.</summary>
    internal NetlinkConnection Connection { get; } = connection;

    /// <summary>Opens a client in the calling thread's namespace.</summary>
    internal static RouteClient Open() => new(NetlinkConnection.Open(NetlinkFamily.Route));

    /// <summary>Starts a batch: several changes that go to the kernel in one send, with one acknowledgement.</summary>
    internal RouteBatch Batch() => new(this);

    public void Dispose() => Connection.Dispose();

    private NetlinkWriter Fresh()
    {
        _writer.Clear();
        return _writer;
    }

    /// <summary>Hears what changes in the calling thread's namespace, from now on.</summary>
    internal static NetlinkListener Listen(params ReadOnlySpan<RouteGroup> groups)
    {
        Span<uint> numbers = stackalloc uint[groups.Length];
        for (int i = 0; i < groups.Length; i++)
            numbers[i] = (uint)groups[i];
        return NetlinkListener.Open(NetlinkFamily.Route, numbers);
    }
}
