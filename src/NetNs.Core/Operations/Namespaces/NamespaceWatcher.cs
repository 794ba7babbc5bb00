using NetNs.Nsfs;
using NetNs.Netlink;

namespace NetNs.Operations;

/// <summary>
/// Hears what happens in many namespaces, in one stream. One socket for each, opened inside: none of them can make another lose
/// anything. Memory is bounded by the sockets' queues and by what there is in the namespaces, not by what happens.
/// </summary>
internal sealed class NamespaceWatcher(OperationSession session, HashSet<NetEventKind> kinds) : IDisposable
{
    private readonly DescriptorPoll _poll = new(session.Reporter.Stopping);
    private readonly Dictionary<int, WatchedNamespace> _watched = [];
    private readonly Dictionary<int, ProcessHandle> _holders = [];
    private readonly RemovalSignal _removals = new();
    private int? _removalEntry;

    /// <summary>How many are watched.</summary>
    internal int Count => _watched.Count;

    /// <summary>Starts to listen in a namespace; one that is watched already is passed over.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale, NotPermitted.</exception>
    internal void Add(NetNamespace target)
    {
        _removalEntry ??= _poll.Add(_removals.Handle);
        if (_watched.Values.Any(w => w.Namespace.Equals(target)))
            return;
        bool isCurrent = target.Equals(session.Current.Namespace);
        NamespaceContext context = isCurrent ? session.Current : session.Open(target);
        try
        {
            var watched = new WatchedNamespace(context, kinds);
            _watched.Add(_poll.Add(watched.Handle), watched);
        }
        catch
        {
            if (!isCurrent)
                context.Dispose();
            throw;
        }

        if (!isCurrent)
            WatchFile(target.Location);
        // The thread that went inside would hold the namespace.
        session.LetGo();
    }

    /// <summary>Events as they come, until the time is up or nothing is left to watch.</summary>
    /// <param name="includeInitialState">Whether what is there at the beginning is told first.</param>
    /// <param name="duration">For how long; null: for ever.</param>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal IEnumerable<NetEvent> Watch(bool includeInitialState, TimeSpan? duration)
    {
        Deadline? deadline = duration is { } allowed ? new Deadline(allowed) : null;
        // All of it before the first is given out: what somebody does upon the first word is told as a change.
        var state = new List<NetEvent>();
        foreach (WatchedNamespace watched in _watched.Values)
        {
            if (includeInitialState)
                state.AddRange(watched.State());
            else
                watched.Learn();
        }

        foreach (NetEvent present in state)
            yield return present;
        state.Clear();

        // In a storm something is always ready, and the time must be up all the same.
        while (_watched.Count > 0 && deadline is not { HasPassed: true } && _poll.Wait(deadline))
        {
            foreach (int entry in _watched.Keys.Where(_poll.IsReady).ToList())
            {
                WatchedNamespace watched = _watched[entry];
                foreach (NetEvent? found in watched.Read())
                {
                    if (found is not null)
                    {
                        yield return found;
                        continue;
                    }

                    foreach (NetEvent resync in Resync(entry, watched))
                        yield return resync;
                }
            }

            foreach (NetEvent gone in Removed())
                yield return gone;
        }
    }

    public void Dispose()
    {
        _poll.Dispose();
        foreach (WatchedNamespace watched in _watched.Values)
            watched.Dispose();
        foreach (ProcessHandle holder in _holders.Values)
            holder.Dispose();
        _watched.Clear();
        _holders.Clear();
        _removals.Dispose();
    }

    private void WatchFile(string path)
    {
        string[] parts = path.Split('/');
        if (parts is not ["", "proc", var id, ..] || !int.TryParse(id, out int processId))
            _removals.Add(path);
        else if (ProcessHandle.Open(processId) is { } holder)
            _holders.Add(_poll.Add(holder.File), holder);
    }

    private IEnumerable<NetEvent> Resync(int entry, WatchedNamespace watched)
    {
        _poll.Remove(entry);
        _watched.Remove(entry);
        watched.Restart();
        session.LetGo();
        _watched.Add(_poll.Add(watched.Handle), watched);
        yield return watched.Event(NetEventAction.Resync, "events were lost; what is there now follows");
        foreach (NetEvent present in watched.State())
            yield return present;
    }

    // Those whose name was taken away, or whose process ended: our sockets are let go, so that the kernel can clear up.
    private List<NetEvent> Removed()
    {
        var events = new List<NetEvent>();
        List<int> ended = [.. _holders.Keys.Where(_poll.IsReady)];
        if (ended.Count == 0 && !(_removalEntry is { } entry && _poll.IsReady(entry)))
            return events;
        _removals.Clear();
        foreach (int holder in ended)
        {
            _poll.Remove(holder);
            _holders[holder].Dispose();
            _holders.Remove(holder);
        }

        foreach ((int gone, WatchedNamespace watched) in _watched.Where(w => !w.Value.IsStillThere).ToList())
        {
            events.Add(watched.Event(NetEventAction.Removed, "no longer watched"));
            _poll.Remove(gone);
            _watched.Remove(gone);
            watched.Dispose();
        }

        return events;
    }
}
