using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Hears what becomes of traced packets in one namespace.</summary>
internal sealed class TraceListener : IDisposable
{
    private readonly NetlinkListener _listener;

    private TraceListener(NetlinkListener listener) => _listener = listener;

    /// <summary>Listens in the calling thread's namespace, from now on.</summary>
    internal static TraceListener Open() => new(NetlinkListener.Open(NetlinkFamily.Netfilter, TraceMessage.Group));

    /// <summary>What has been told since the last call, in order. The kernel tells it before the packet goes on.</summary>
    internal List<TraceMessage> Read()
    {
        var messages = new List<TraceMessage>();
        while (_listener.Next(out ReadOnlySpan<byte> datagram) is var told && told != Announcement.None)
        {
            if (told == Announcement.Lost)
                continue;
            var reader = new MessageReader(datagram);
            while (reader.MoveNext())
            {
                if (reader.Header.Type == TraceMessage.ReplyType)
                    messages.Add(TraceMessage.Parse(reader.Payload));
            }
        }

        return messages;
    }

    public void Dispose() => _listener.Dispose();
}
