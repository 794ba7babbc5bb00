using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.ProbeSockets;

namespace NetNs.Operations;

/// <summary>One try: pings, and a TCP connection where a port was given, both at once.</summary>
internal sealed class ConnectionProbe : IDisposable
{
    // Between two pings; they are answered in microseconds in a lab.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConnectionTest _test;
    private readonly IPAddress _address;
    private readonly DescriptorPoll _poll;
    private readonly PingSocket? _pingSocket;
    private readonly ConnectSocket? _connectSocket;
    private readonly int _pingEntry;
    private int _connectEntry;
    private long _connectStarted;
    private ushort _sequence;
    private long _sent;

    internal ConnectionProbe(NamespaceContext context, IPAddress address, ConnectionTest test, CancellationToken stopping)
    {
        _test = test;
        _address = address;
        _poll = new DescriptorPoll(stopping);
        try
        {
            _pingSocket = context.RunInside(() => PingSocket.Open(address.AddressFamily));
            _pingEntry = _poll.Add(_pingSocket.Handle);
            if (test.Port is { } port)
                _pingSocket.HearAboutTcp(address, port);
        }
        catch (SocketException e)
        {
            // The connection is tried all the same.
            Pings.Error = e.SocketErrorCode;
            Pings.IsForbidden = e.SocketErrorCode == SocketError.AccessDenied;
        }

        if (test.Port is not null)
            _connectSocket = context.RunInside(() => ConnectSocket.Open(address.AddressFamily));
    }

    internal PingStatistics Pings { get; } = new();

    /// <summary>What came of connecting; null as long as nothing did.</summary>
    internal SocketError? Outcome { get; private set; }

    /// <summary>How long connecting took.</summary>
    internal TimeSpan Connecting { get; private set; }

    /// <summary>What somebody on the way said of the connection.</summary>
    internal ProbeAnswer? Refusal { get; private set; }

    internal void Run()
    {
        StartConnecting();
        for (int sequence = 1; sequence <= _test.Count && _pingSocket is not null && Pings.Error is null; sequence++)
        {
            if (sequence > 1)
            {
                _test.OnPing?.Invoke(sequence);
                Await(() => false, Pause);
            }

            Ping(_pingSocket, (ushort)sequence);
        }

        if (_connectSocket is not null)
        {
            Await(() => Outcome is not null, _test.Timeout - Stopwatch.GetElapsedTime(_connectStarted));
            Outcome ??= SocketError.TimedOut;
        }
    }

    public void Dispose()
    {
        _poll.Dispose();
        _pingSocket?.Dispose();
        _connectSocket?.Dispose();
    }

    private void StartConnecting()
    {
        if (_connectSocket is null)
            return;
        _connectStarted = Stopwatch.GetTimestamp();
        if (_connectSocket.Start(_address, _test.Port!.Value) is { } at)
            Finish(at);
        else
            _connectEntry = _poll.Add(_connectSocket.Handle, LibC.POLLOUT);
    }

    private void Ping(PingSocket socket, ushort sequence)
    {
        int answered = Pings.Answered;
        Pings.Refusal = null;
        _sequence = sequence;
        _sent = Stopwatch.GetTimestamp();
        try
        {
            socket.Send(_address, sequence);
            Pings.Sent++;
            Await(() => Pings.Answered > answered || Pings.Refusal is not null, _test.Timeout, isPing: true);
        }
        catch (SocketException e)
        {
            Pings.Error = e.SocketErrorCode;
        }
    }

    // Waits until something is done, or the time is up; sees to everything that comes meanwhile.
    private void Await(Func<bool> isDone, TimeSpan limit, bool isPing = false)
    {
        long started = Stopwatch.GetTimestamp();
        while (!isDone())
        {
            TimeSpan left = Patience(limit, isPing) - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || !_poll.Wait(new Deadline(left)))
                return;
            if (_connectEntry != 0 && _poll.IsReady(_connectEntry))
                Finish(_connectSocket!.Outcome);
            if (_pingSocket is not null && _poll.IsReady(_pingEntry))
                Hear(_pingSocket);
        }
    }

    private void Hear(PingSocket socket)
    {
        while (socket.Receive() is { } answer)
        {
            if (answer.Sequence is null)
                Refusal ??= answer;
            else if (answer.Sequence != _sequence)
                continue; // late: its ping counts as lost
            else if (answer.Refusal is null)
                Pings.Add(Stopwatch.GetElapsedTime(_sent));
            else
                Pings.Refusal = answer;
        }
    }

    // Who answered TCP answers ping as fast, or not at all.
    private TimeSpan Patience(TimeSpan limit, bool isPing)
    {
        if (!isPing || Outcome is not (SocketError.Success or SocketError.ConnectionRefused))
            return limit;
        TimeSpan enough = (2 * Connecting) + Pause;
        return enough < limit ? enough : limit;
    }

    private void Finish(SocketError outcome)
    {
        Outcome = outcome;
        Connecting = Stopwatch.GetElapsedTime(_connectStarted);
        if (_connectEntry != 0)
            _poll.Remove(_connectEntry);
        _connectEntry = 0;
    }
}
