using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Waits for IPv6 addresses that the kernel still asks about on their links (duplicate address detection, RFC 4862): for all of
/// them together, as each takes a second or two.
/// </summary>
internal sealed class AddressSettling(OperationSession session) : IDisposable
{
    /// <summary>
    /// How long it takes at most: one second for the one question that is the default, up to one before it is asked, and some for a busy
    /// machine (RFC 4862).
    /// </summary>
    internal static TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    private readonly DescriptorPoll _poll = new(session.Reporter.Stopping);
    private readonly Dictionary<NetNamespace, (NetlinkListener Listener, int Entry)> _listeners = [];
    private readonly List<NetIPAddress> _tentative = [];

    /// <summary>How many it waits for.</summary>
    internal int Count => _tentative.Count;

    /// <summary>Takes an address that was just added. False where there is nothing to wait for; <paramref name="address"/> is then as it is now.</summary>
    /// <remarks>On a link that is down, or has no carrier, the kernel does not ask, and would not for as long as that lasts.</remarks>
    internal bool Watch(NamespaceContext context, LinkMessage link, ref NetIPAddress address)
        => address.AddressState == AddressState.Tentative && AddressAnnouncement.IsRunning(link) && Listen(context, link, ref address);

    private bool Listen(NamespaceContext context, LinkMessage link, ref NetIPAddress address)
    {
        if (!_listeners.ContainsKey(context.Namespace))
        {
            NetlinkListener listener = context.Listen(RouteGroup.IPv6Address);
            _listeners.Add(context.Namespace, (listener, _poll.Add(listener.Handle)));
        }

        // It may have settled before anybody listened.
        address = AddressFactory.Create(context.Route.GetIPv6Address(link.Index, address.IPAddress), context.Namespace, link.Name!);
        if (address.AddressState != AddressState.Tentative)
            return false;
        _tentative.Add(address);
        return true;
    }

    /// <summary>Takes the IPv6 addresses among those that were just added to a link.</summary>
    /// <remarks>Also without detection the kernel makes an address usable a moment after the request that added it, on a thread of its own.</remarks>
    internal void WatchAll(NamespaceContext context, LinkMessage link, IEnumerable<InterfaceAddress> added)
    {
        foreach (InterfaceAddress one in added.Where(a => a.Family == IPFamily.IPv6))
        {
            AddressMessage message = context.Route.GetIPv6Address(link.Index, one.Address);
            NetIPAddress address = AddressFactory.Create(message, context.Namespace, link.Name!);
            if (address.AddressState == AddressState.Tentative && (message.Flags.HasFlag(AddressFlags.NoDad) || AddressAnnouncement.IsRunning(link)))
                Listen(context, link, ref address);
        }
    }

    /// <summary>Gives out each address when it has settled; at the end of the time those that have not, as they were.</summary>
    internal IEnumerable<NetIPAddress> Settle(TimeSpan limit)
    {
        var deadline = new Deadline(limit);
        while (_tentative.Count > 0 && _poll.Wait(deadline))
        {
            foreach ((NetNamespace where, (NetlinkListener listener, int entry)) in _listeners)
            {
                if (!_poll.IsReady(entry))
                    continue;
                foreach (NetIPAddress settled in Hear(listener, where))
                    yield return settled;
            }
        }

        foreach (NetIPAddress address in _tentative)
            yield return address;
        _tentative.Clear();
    }

    public void Dispose()
    {
        _poll.Dispose();
        foreach ((NetlinkListener listener, _) in _listeners.Values)
            listener.Dispose();
        _listeners.Clear();
    }

    private List<NetIPAddress> Hear(NetlinkListener listener, NetNamespace where)
    {
        var settled = new List<NetIPAddress>();
        while (listener.Next(out ReadOnlySpan<byte> datagram) is var heard and not Announcement.None)
        {
            var reader = new MessageReader(datagram);
            while (heard == Announcement.Messages && reader.MoveNext())
            {
                if (reader.Header.Type is not (RouteMessageType.NewAddr or RouteMessageType.DelAddr))
                    continue;
                AddressMessage message = AddressMessage.Parse(reader.Payload);
                int at = _tentative.FindIndex(t => t.InterfaceIndex == message.Index && t.IPAddress.Equals(message.Local ?? message.Address) && t.Namespace.Equals(where));
                if (at < 0)
                    continue;
                bool isGone = reader.Header.Type == RouteMessageType.DelAddr;
                if (!isGone && AddressFactory.State(message.Flags) == AddressState.Tentative)
                    continue;
                // One that was removed meanwhile never settles; it is not given out.
                if (!isGone)
                    settled.Add(AddressFactory.Create(message, where, _tentative[at].InterfaceAlias));
                _tentative.RemoveAt(at);
            }
        }

        return settled;
    }
}
