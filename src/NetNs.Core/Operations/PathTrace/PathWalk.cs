using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Follows a packet that nobody sends from namespace to namespace as the kernel would take it, and its answer back. The kernel itself is asked for
/// each route, as for a packet that comes in by that link: it answers with its switches and its reverse path filter. What cannot be told is a step of
/// verdict Unknown, and the walk goes on as if the packet passed.
/// </summary>
internal sealed partial class PathWalk : IDisposable
{
    private const int MostTransmissions = 64; // IPDEFTTL, net/ip.h: each router takes one off
    private const string PortRange = "ipv4/ip_local_port_range";

    private readonly PathNodes _nodes;
    private readonly PathReport _report = new();
    private readonly PathHooks _hooks;
    private int _transmissions;

    private PathWalk(OperationSession session)
    {
        _nodes = new PathNodes(session);
        _hooks = new PathHooks(_report);
    }

    /// <summary>The steps of the path, up to the first where the packet or its answer ends.</summary>
    /// <param name="session">What operations work with.</param>
    /// <param name="source">Where the packet is sent.</param>
    /// <param name="question">What is asked.</param>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale, NotPermitted, KernelFeatureMissing.</exception>
    internal static IReadOnlyList<NetPathHop> Trace(OperationSession session, NetNamespace source, PathQuestion question)
    {
        using var walk = new PathWalk(session);
        return Failure.Translate(() => walk.Run(source, question), "follow the path", source);
    }

    public void Dispose() => _nodes.Dispose();

    private IReadOnlyList<NetPathHop> Run(NetNamespace source, PathQuestion question)
    {
        PathNode start = _nodes.Get(source);
        bool hasPorts = question.Protocol != NetPathProtocol.Icmp;
        var request = new PathPacket
        {
            Question = question,
            Source = question.Source ?? (question.Family == NfFamily.IPv4 ? IPAddress.Any : IPAddress.IPv6Any),
            Destination = question.Destination,
            SourcePort = hasPorts ? ExamplePort(start) : null,
            DestinationPort = question.Port,
        };
        if (question.Source is { } wanted && !IPAddress.IsLoopback(wanted) && !IsUsable(start, wanted))
        {
            _report.Blocked(start, NetPathStage.SourceAddress, null, request, $"no link{start.Namespace.Suffix} has the address {wanted}, or it cannot be used yet", null, start.Namespace.Cmdlet($"Get-NetIPAddress"));
            return _report.Hops;
        }

        if (Send(start, request, null) is not { } end || question.OneWay)
            return _report.Hops;
        FlowTuple sent = _sent;
        var reply = new PathPacket
        {
            Question = question,
            IsReply = true,
            Source = request.Destination,
            SourcePort = request.DestinationPort,
            Destination = request.Source,
            DestinationPort = request.SourcePort,
        };
        _transmissions = 0;
        if (Send(end.Node, reply, end.Link) is { } home)
            Welcome(home, start, reply, sent);
        return _report.Hops;
    }

    // Who opened the connection knows one address to hear from.
    private void Welcome(PathEnd home, PathNode start, PathPacket reply, FlowTuple sent)
    {
        if (home.Node != start)
            _report.Blocked(home.Node, NetPathStage.Listener, home.Link, reply, $"the answer ends{home.Node.Namespace.Suffix}, which did not ask: it has the address {reply.Destination}, too");
        else if (reply.Tuple != sent.Reversed)
            _report.Blocked(home.Node, NetPathStage.Listener, home.Link, reply, $"the answer comes from {End(reply.Source, reply.SourcePort)}, not from {End(sent.Destination, sent.DestinationPort)}: nobody waits for it. It went another way back, past the namespace that translated the address");
        else
            _report.Passes(home.Node, NetPathStage.Listener, home.Link, reply, "the answer arrives");
    }

    // Of the ports that the kernel gives out to clients, one as an example.
    private static ushort ExamplePort(PathNode node)
    {
        const ushort usual = 40000;
        string[] range = (node.SysctlText(PortRange) ?? "").Split('\t', ' ');
        return range is [{ } first, .., { } last] && ushort.TryParse(first, out ushort low) && ushort.TryParse(last, out ushort high) && usual is var port && (port < low || port > high) ? high : usual;
    }

    private static bool IsUsable(PathNode node, IPAddress address)
        => node.Addresses.Exists(a => address.Equals(a.Local ?? a.Address) && (a.Flags & (AddressFlags.Tentative | AddressFlags.DadFailed)) == 0);

    private static string End(IPAddress address, ushort? port) => port is { } number ? new IPEndPoint(address, number).ToString() : address.ToString();

    /// <summary>Where a packet was taken in.</summary>
    private sealed record PathEnd(PathNode Node, LinkMessage Link);
}
