using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.ProbeSockets;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Tries which of several namespaces reach which: all pairs at once, each address of the target by a ping, or by a TCP connection. The sockets are
/// opened inside by a thread that is there for nothing else, and used from the caller's.
/// </summary>
/// <param name="session">What to work with.</param>
/// <param name="family">Only addresses of one family; null for both.</param>
/// <param name="port">A TCP port; null for pings.</param>
internal sealed class ReachabilityTest(OperationSession session, IPFamily? family, int? port) : IDisposable
{
    private readonly List<Place> _places = [];
    private readonly List<Attempt> _attempts = [];
    private readonly List<PingSocket> _pings = [];
    private readonly List<ConnectSocket> _connections = [];

    /// <summary>Adds a namespace. The same one a second time changes nothing.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale, NotPermitted.</exception>
    internal void Add(NetNamespace where)
    {
        NamespaceContext context = session.In(where);
        if (_places.Exists(p => p.Where.Equals(context.Namespace)))
            return;
        IPAddress[] addresses = [.. context.Route.DumpAddresses((int)(family ?? 0)).Where(IsUsable).Select(a => (a.Local ?? a.Address)!)];
        _places.Add(new Place(context.Namespace, addresses));
    }

    /// <summary>Tries all pairs of the namespaces that were added, in the order in which they were.</summary>
    /// <param name="timeout">How long to wait for answers.</param>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal IReadOnlyList<NetReachability> Run(TimeSpan timeout)
    {
        using var poll = new DescriptorPoll(session.Reporter.Stopping);
        var hear = new List<(int Entry, Action Work)>();
        foreach (Place source in _places)
        {
            session.Checkpoint();
            Start(source, poll, hear);
        }

        var deadline = new Deadline(timeout);
        while (_attempts.Exists(a => a.IsOpen) && poll.Wait(deadline))
        {
            foreach ((int entry, Action work) in hear)
            {
                if (poll.IsReady(entry))
                    work();
            }
        }

        return [.. _places.SelectMany(source => _places.Where(t => t != source).Select(target => Judge(source, target, timeout)))];
    }

    public void Dispose()
    {
        _pings.ForEach(p => p.Dispose());
        _connections.ForEach(c => c.Dispose());
    }

    // What a machine on another link can answer for.
    private static bool IsUsable(AddressMessage message)
        => (message.Local ?? message.Address) is { } address && !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !message.Flags.HasFlag(AddressFlags.Tentative);

    private void Start(Place source, DescriptorPoll poll, List<(int Entry, Action Work)> hear)
    {
        NamespaceContext context = session.In(source.Where);
        foreach (IGrouping<AddressFamily, (Place Target, IPAddress Address)> one in _places.Where(t => t != source).SelectMany(t => t.Addresses.Select(a => (t, a))).GroupBy(p => p.a.AddressFamily))
        {
            foreach ((Place target, IPAddress address) in one)
                _attempts.Add(new Attempt(source, target, address));
            List<Attempt> attempts = _attempts.FindAll(a => a.Source == source && a.Address.AddressFamily == one.Key);
            if (port is null)
                Ping(context, attempts, poll, hear);
            else
                attempts.ForEach(a => Connect(context, a, poll, hear));
        }
    }

    private void Ping(NamespaceContext context, List<Attempt> attempts, DescriptorPoll poll, List<(int Entry, Action Work)> hear)
    {
        // A raw socket serves all; one without rights hears errors of its one destination only.
        PingSocket? shared = null;
        for (int i = 0; i < attempts.Count; i++)
        {
            Attempt attempt = attempts[i];
            ushort sequence = (ushort)(i + 1);
            try
            {
                PingSocket socket = shared ?? context.RunInside(() => PingSocket.Open(attempt.Address.AddressFamily));
                if (shared is null)
                {
                    _pings.Add(socket);
                    shared = socket.IsRaw ? socket : null;
                    hear.Add((poll.Add(socket.Handle), () => Hear(socket, attempts)));
                }

                attempt.Begin();
                socket.Send(attempt.Address, sequence);
            }
            catch (SocketException e)
            {
                attempt.Fail(e.Message);
            }
        }
    }

    private static void Hear(PingSocket socket, List<Attempt> attempts)
    {
        try
        {
            while (socket.Receive() is { } answer)
            {
                if (answer.Sequence is not { } sequence || sequence == 0 || sequence > attempts.Count)
                    continue;
                if (answer.Refusal is { } refusal)
                    attempts[sequence - 1].Fail($"{refusal}, says {answer.From}");
                else
                    attempts[sequence - 1].Succeed();
            }
        }
        catch (SocketException)
        {
            // A socket without rights tells so what a router said; its ping stays unanswered.
        }
    }

    private void Connect(NamespaceContext context, Attempt attempt, DescriptorPoll poll, List<(int Entry, Action Work)> hear)
    {
        ConnectSocket socket = context.RunInside(() => ConnectSocket.Open(attempt.Address.AddressFamily));
        _connections.Add(socket);
        attempt.Begin();
        if (socket.Start(attempt.Address, port!.Value) is { } outcome)
        {
            attempt.Finish(outcome);
            return;
        }

        int entry = poll.Add(socket.Handle, LibC.POLLOUT);
        hear.Add((entry, () =>
        {
            if (!attempt.IsOpen)
                return;
            attempt.Finish(socket.Outcome);
            poll.Remove(entry);
        }));
    }

    private NetReachability Judge(Place source, Place target, TimeSpan timeout)
    {
        List<Attempt> tried = _attempts.FindAll(a => a.Source == source && a.Target == target);
        Attempt? best = tried.Where(a => a.RoundTrip is not null).MinBy(a => a.RoundTrip);
        return new NetReachability
        {
            Namespace = source.Where,
            Target = target.Where,
            Succeeded = best is not null,
            RemoteAddress = best?.Address,
            Port = port,
            RoundTrip = best?.RoundTrip,
            FailureReason = best is not null ? null
                : tried.Count == 0 ? $"{target.Where} has no {(family is { } wanted ? $"{wanted} " : "")}address that others could reach"
                : string.Join("; ", tried.Select(a => $"{a.Address}: {a.Reason ?? $"no answer within {timeout.TotalSeconds} s"}").Distinct()),
        };
    }

    private sealed record Place(NetNamespace Where, IPAddress[] Addresses);

    private sealed class Attempt(Place source, Place target, IPAddress address)
    {
        private long _started;

        internal Place Source { get; } = source;

        internal Place Target { get; } = target;

        internal IPAddress Address { get; } = address;

        internal TimeSpan? RoundTrip { get; private set; }

        internal string? Reason { get; private set; }

        internal bool IsOpen => RoundTrip is null && Reason is null;

        internal void Begin() => _started = Stopwatch.GetTimestamp();

        internal void Succeed() => RoundTrip ??= Stopwatch.GetElapsedTime(_started);

        internal void Fail(string reason) => Reason ??= reason;

        internal void Finish(SocketError outcome)
        {
            if (outcome == SocketError.Success)
                Succeed();
            else
                Fail(new SocketException((int)outcome).Message);
        }
    }
}
