using NetNs.Netlink;

namespace NetNs.Operations;

/// <summary>Tells a reporter every netlink message as text. Messages that another thread exchanges (lo of a new namespace) are left out.</summary>
internal sealed class MessageTracer(IOperationReporter reporter) : IMessageTracer
{
    // A reporter is called on the thread that runs the operation only.
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public void Sent(NetlinkFamily family, ReadOnlySpan<byte> datagram) => Write("sent", family, datagram);

    public void Received(NetlinkFamily family, ReadOnlySpan<byte> datagram) => Write("received", family, datagram);

    private void Write(string direction, NetlinkFamily family, ReadOnlySpan<byte> datagram)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            reporter.Message($"{family}, {direction} {datagram.Length} bytes{Environment.NewLine}{MessageDump.Format(family, datagram)}");
    }
}
