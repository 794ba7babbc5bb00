using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NetNs.ProbeSockets;

/// <summary>
/// Sends echo requests and hears the answers, errors of routers among them. It belongs to the namespace of the thread that opens
/// it, whichever thread uses it afterwards. It never blocks.
/// </summary>
internal sealed class PingSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly bool _isIPv6;
    private readonly bool _isRaw;
    private readonly ushort _id = (ushort)RandomNumberGenerator.GetInt32(1, ushort.MaxValue);
    private readonly byte[] _buffer = new byte[2048];
    private IPAddress? _destination;
    private int _port;

    private PingSocket(Socket socket, bool isIPv6, bool isRaw)
    {
        _socket = socket;
        _socket.Blocking = false;
        _isIPv6 = isIPv6;
        _isRaw = isRaw;
    }

    /// <summary>Whether it serves any number of destinations, and hears every error.</summary>
    internal bool IsRaw => _isRaw;

    /// <summary>To wait on.</summary>
    internal SafeHandle Handle => _socket.SafeHandle;

    /// <summary>Opens one in the calling thread's namespace: a raw socket, or where there is no CAP_NET_RAW a ping socket (net.ipv4.ping_group_range).</summary>
    /// <exception cref="SocketException">AccessDenied where both are refused.</exception>
    internal static PingSocket Open(AddressFamily family)
    {
        bool isIPv6 = family == AddressFamily.InterNetworkV6;
        ProtocolType protocol = isIPv6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp;
        try
        {
            return new PingSocket(new Socket(family, SocketType.Raw, protocol), isIPv6, isRaw: true);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            return new PingSocket(new Socket(family, SocketType.Dgram, protocol), isIPv6, isRaw: false);
        }
    }

    /// <summary>Sends an echo request.</summary>
    /// <exception cref="SocketException">The kernel did not take it.</exception>
    internal void Send(IPAddress destination, ushort sequence)
    {
        var target = new IPEndPoint(destination, 0);
        // A ping socket hears errors only where it is connected.
        if (!_isRaw && !_socket.Connected)
            _socket.Connect(target);
        byte[] packet = IcmpEcho.Write(_isIPv6, _id, sequence);
        if (_isRaw)
            _socket.SendTo(packet, target);
        else
            _socket.Send(packet);
    }

    /// <summary>Also hears what is said of TCP segments to a port; a raw socket can, it hears all ICMP of its namespace.</summary>
    internal void HearAboutTcp(IPAddress destination, int port)
    {
        _destination = destination;
        _port = port;
    }

    /// <summary>The next answer that waits; null where there is none.</summary>
    /// <exception cref="SocketException">A ping socket tells in this way what a router said.</exception>
    internal ProbeAnswer? Receive()
    {
        while (TryReceive(out ReadOnlySpan<byte> packet, out IPAddress from))
        {
            if (IcmpEcho.Read(_isIPv6, packet, from, _isRaw ? _id : null) is { } answer)
                return answer;
            if (_destination is not null && IcmpEcho.ReadAboutTcp(_isIPv6, packet, from, _destination, _port) is { } refusal)
                return refusal;
        }

        return null;
    }

    private bool TryReceive(out ReadOnlySpan<byte> packet, out IPAddress from)
    {
        EndPoint sender = new IPEndPoint(_isIPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        try
        {
            packet = _buffer.AsSpan(0, _socket.ReceiveFrom(_buffer, ref sender));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            packet = default;
            from = IPAddress.None;
            return false;
        }

        if (_isRaw && !_isIPv6)
            packet = IcmpEcho.BehindIPv4Header(packet);
        from = ((IPEndPoint)sender).Address;
        return true;
    }

    public void Dispose() => _socket.Dispose();
}
