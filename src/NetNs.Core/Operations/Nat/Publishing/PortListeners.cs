using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.SockDiag;

namespace NetNs.Operations;

/// <summary>
/// Local sockets whose ports get published: they hear nothing any more, since packets leave for the container before a socket is
/// looked for. For a whole pipeline: the sockets of a protocol are read once, at first use.
/// </summary>
/// <param name="context">Where ports are published; must outlive it.</param>
internal sealed class PortListeners(NamespaceContext context)
{
    private readonly Dictionary<int, List<SocketMessage>> _sockets = [];
    private readonly HashSet<int> _read = [];
    private readonly SocketOwners _owners = new();
    private readonly HashSet<uint> _warned = [];

    /// <summary>Whether any local socket takes what comes to a port, at whichever address.</summary>
    internal bool IsTaken(ushort port, TransportProtocol protocol) => SocketsOf(port, protocol) is not null;

    /// <summary>The sockets that would hear nothing any more.</summary>
    internal IReadOnlyList<PortListener> Find(PortEntry entry)
        => SocketsOf(entry.HostPort, entry.Protocol) is { } sockets ? [.. sockets.Where(s => Hears(s, entry)).Select(s => new PortListener(entry.Protocol, s, _owners.Find(s.Inode)))] : [];

    /// <summary>Warns of each socket that will hear nothing any more, with its process.</summary>
    internal void Warn(PortEntry entry)
    {
        foreach (PortListener listener in Find(entry))
        {
            if (!_warned.Add(listener.Socket.Inode))
                continue;
            context.Reporter.Warn($"{listener.ProcessName} listens at {listener.Name}{context.Namespace.Suffix} and will get no connections there: what is published goes before. Stop it, or publish another port.");
        }
    }

    private List<SocketMessage>? SocketsOf(ushort port, TransportProtocol protocol)
    {
        if (_read.Add((int)protocol))
        {
            foreach (SocketMessage socket in Read(protocol))
            {
                if (!_sockets.TryGetValue(KeyOf(socket.LocalPort, protocol), out List<SocketMessage>? there))
                    _sockets.Add(KeyOf(socket.LocalPort, protocol), there = []);
                there.Add(socket);
            }
        }

        return _sockets.GetValueOrDefault(KeyOf(port, protocol));
    }

    private static int KeyOf(ushort port, TransportProtocol protocol) => ((int)protocol << 16) | port;

    private List<SocketMessage> Read(TransportProtocol protocol)
    {
        // A UDP socket that is connected hears one peer only; one that is not is "closed".
        byte state = protocol == TransportProtocol.Udp ? SocketState.Close : SocketState.Listen;
        try
        {
            return Failure.Translate(() => context.Sockets.Stream((SocketProtocol)protocol, 1u << state).ToList(), "list sockets", context.Namespace);
        }
        catch (NetNsException e) when (e.InnerException is NetlinkException { Errno: Errno.ENOENT or Errno.EOPNOTSUPP or Errno.EAFNOSUPPORT })
        {
            return []; // a kernel without the protocol, or one that cannot list its sockets
        }
    }

    private static bool Hears(SocketMessage socket, PortEntry entry)
    {
        IPAddress local = socket.Local.IsIPv4MappedToIPv6 ? socket.Local.MapToIPv4() : socket.Local;
        bool isAny = PortEntry.IsAny(local);
        bool isBoth = isAny && local.AddressFamily == AddressFamily.InterNetworkV6 && !socket.IPv6Only;
        return (isBoth || local.AddressFamily == entry.HostAddress.AddressFamily) && (isAny || entry.IsForAnyAddress || local.Equals(entry.HostAddress));
    }
}
