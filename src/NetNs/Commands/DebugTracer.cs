using System.Management.Automation;
using NetNs.Netlink;

namespace NetNs.Commands;

/// <summary>Prints every netlink message to the debug stream.</summary>
internal sealed class DebugTracer(Cmdlet command, Action<Action> tell) : IMessageTracer
{
    // WriteDebug is allowed on the pipeline thread only; messages that another thread exchanges (lo of a new namespace) stay unseen.
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public void Sent(NetlinkFamily family, ReadOnlySpan<byte> datagram) => Write("sent", family, datagram);

    public void Received(NetlinkFamily family, ReadOnlySpan<byte> datagram) => Write("received", family, datagram);

    private void Write(string direction, NetlinkFamily family, ReadOnlySpan<byte> datagram)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            return;
        string text = $"{family}, {direction} {datagram.Length} bytes{Environment.NewLine}{MessageDump.Format(family, datagram)}";
        tell(() => command.WriteDebug(text));
    }
}
