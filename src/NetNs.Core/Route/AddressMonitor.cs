using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>
/// Hears of every address that is given to a link, in the namespace it was opened in and in all that this one knows by id:
/// those of its veths' peers among them. The kernel queues the news before the request that made it returns.
/// </summary>
internal sealed class AddressMonitor : IDisposable
{
    private readonly NetlinkListener _listener;

    private AddressMonitor(NetlinkListener listener)
    {
        _listener = listener;
    }

    /// <summary>Takes over a listener to addresses; null, and the listener closed, where other namespaces may not be listened to.</summary>
    internal static AddressMonitor? TryCreate(NetlinkListener listener)
    {
        if (listener.TryHearOtherNamespaces())
            return new AddressMonitor(listener);
        listener.Dispose();
        return null;
    }

    /// <summary>Tells every address given since the last call, and does not wait for more.</summary>
    /// <returns>False where news were lost: then only a new look at everything helps.</returns>
    internal bool Drain(Action<AddressMessage> onAdded)
    {
        bool isWhole = true;
        while (true)
        {
            switch (_listener.Next(out ReadOnlySpan<byte> datagram))
            {
                case Announcement.None:
                    return isWhole;
                case Announcement.Lost:
                    isWhole = false;
                    break;
                default:
                    Read(datagram, onAdded);
                    break;
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Read(ReadOnlySpan<byte> datagram, Action<AddressMessage> onAdded)
    {
        var reader = new MessageReader(datagram);
        while (reader.MoveNext())
        {
            if (reader.Header.Type == RouteMessageType.NewAddr)
                onAdded(AddressMessage.Parse(reader.Payload));
        }
    }
}
