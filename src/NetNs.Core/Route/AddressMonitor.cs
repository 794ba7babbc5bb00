using System.Net;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>
/// Hears of every address that is given to a link, in the namespace it was opened in and in all that this one knows by id:
/// those of its veths' peers among them. The kernel queues the news of an IPv4 address before the request that gave it returns,
/// that of an IPv6 address without duplicate address detection a moment later (<see cref="WaitFor"/>).
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

    /// <summary>Waits until the kernel has told of addresses just given: to this monitor, and to all others.</summary>
    /// <param name="addresses">Those to wait for; they are taken off as they are told of.</param>
    /// <param name="onAdded">Takes every address, as with <see cref="Drain"/>.</param>
    /// <param name="patience">How long at most.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <returns>False where the time was up, or news were lost.</returns>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal bool WaitFor(HashSet<IPAddress> addresses, Action<AddressMessage> onAdded, TimeSpan patience, CancellationToken stopping)
    {
        using var poll = new DescriptorPoll(stopping);
        poll.Add(_listener.Handle);
        var deadline = new Deadline(patience);
        bool isWhole = true;
        while (true)
        {
            isWhole &= Drain(message =>
            {
                onAdded(message);
                if (message.Address is { } address)
                    addresses.Remove(address);
            });
            if (addresses.Count == 0)
                break;
            if (!poll.Wait(deadline))
                return false;
        }

        _listener.AwaitDelivery();
        return isWhole;
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
