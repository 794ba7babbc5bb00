using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Waits for what becomes of a link. It listens to the kernel's announcements; it does not ask again and again.</summary>
internal sealed class LinkWaiter(OperationSession session, NamespaceContext context)
{
    /// <summary>Waits until a link is in a state.</summary>
    /// <param name="link">The link.</param>
    /// <param name="state">The state.</param>
    /// <param name="timeout">How long; null: for ever.</param>
    /// <returns>The link as it is then.</returns>
    /// <exception cref="NetNsException">LinkNotFound, also where it goes meanwhile; TimedOut.</exception>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal LinkMessage WaitFor(LinkMessage link, LinkState state, TimeSpan? timeout)
    {
        bool IsReached(LinkMessage? found)
        {
            link = found ?? throw Failure.LinkNotFound(link.Name!, context.Namespace);
            return LinkFactory.State(link) == state;
        }

        return Wait(link.Index, IsReached, timeout) ? link : throw new NetNsException(NetNsError.TimedOut,
            $"{link.Name}{context.Namespace.Suffix} is {LinkFactory.State(link)}, and did not become {state} within {timeout!.Value.TotalSeconds} s.", link.Name, Advice(link, state));
    }

    /// <summary>Waits until a link is gone. False where it is still there after that time.</summary>
    internal bool WaitGone(int index, TimeSpan timeout) => Wait(index, found => found is null, timeout);

    // Listens first and looks then, so that nothing is missed in between.
    private bool Wait(int index, Func<LinkMessage?, bool> isReached, TimeSpan? timeout)
    {
        using NetlinkListener listener = context.Listen(RouteGroup.Link);
        if (isReached(Look(index)))
            return true;
        Deadline? deadline = timeout is { } allowed ? new Deadline(allowed) : null;
        using var poll = new DescriptorPoll(session.Reporter.Stopping);
        poll.Add(listener.Handle);
        while (poll.Wait(deadline))
        {
            // What was announced may be old by now, and after a loss is incomplete: the link itself is asked.
            if (Drain(listener, index) && isReached(Look(index)))
                return true;
        }

        return false;
    }

    // Whether anything was said about the link, or lost.
    private static bool Drain(NetlinkListener listener, int index)
    {
        bool concerned = false;
        while (listener.Next(out ReadOnlySpan<byte> datagram) is var heard and not Announcement.None)
        {
            concerned |= heard == Announcement.Lost;
            var reader = new MessageReader(datagram);
            while (reader.MoveNext())
                concerned |= reader.Header.Type is RouteMessageType.NewLink or RouteMessageType.DelLink && LinkHeader.IndexOf(reader.Payload) == index;
        }

        return concerned;
    }

    private LinkMessage? Look(int index)
    {
        try
        {
            return context.Route.GetLink(index);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }
    }

    private static string? Advice(LinkMessage link, LinkState state) => (LinkFactory.State(link), state) switch
    {
        (LinkState.Down, LinkState.Up) => "Switch it on with Enable-NetLink.",
        (LinkState.LowerLayerDown, LinkState.Up) => "Switch on what it runs over too: the other end of a pair, or the parent.",
        _ => null,
    };
}
