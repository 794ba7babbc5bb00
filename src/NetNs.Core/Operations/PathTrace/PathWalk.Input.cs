using System.Net;
using NetNs.NfTables;
using NetNs.Route;
using NetNs.SockDiag;

namespace NetNs.Operations;

/// <content>A namespace gets a packet: it takes it in or forwards it.</content>
internal sealed partial class PathWalk
{
    private PathEnd? Receive(PathNode node, LinkMessage input, PathPacket packet, LinkMessage? port, bool isLoop = false)
    {
        IPAddress destination = packet.Destination;
        if (packet.Family == NfFamily.IPv6 && !isLoop && node.Sysctl(NfFamily.IPv6, input, "disable_ipv6") == 1)
        {
            string setting = $"net/ipv6/conf/{input.Name}/disable_ipv6";
            _report.Blocked(node, NetPathStage.Ingress, input, packet, $"IPv6 is switched off on {input.Name}", $"{setting} = 1", node.Namespace.Cmdlet($"Set-NetSysctl {setting} 0"));
            return null;
        }

        if (!_hooks.Run(node, FirewallHook.Prerouting, packet, input, null).Passes)
            return null;
        if (isLoop)
            return Deliver(node, input, packet);
        bool isBridged = port is not null && !packet.Destination.Equals(destination) && IsShown(node, input, packet.Family);
        if (FindWay(node, packet, input, 0) is not { } route)
            return null;
        if (route.Kind == RouteKind.Local)
            return Deliver(node, input, packet);
        if (OutputOf(node, route) is not { } output)
            return Lost(node, packet, route);
        if (packet.Family == NfFamily.IPv6 && !MayForward(node, input, packet))
            return null;
        IPAddress? gateway = route.Gateway ?? route.Via;
        _report.Passes(node, NetPathStage.Route, output, packet, $"forwarded {Way(route, output)}", Text(node, packet, input, 0));
        return _hooks.Run(node, FirewallHook.Forward, packet, input, output).Passes && _hooks.Run(node, FirewallHook.Postrouting, packet, input, output, gateway).Passes
            ? Transmit(node, output, gateway ?? packet.Destination, packet, isBridged && output.Index == input.Index ? port : null)
            : null;
    }

    // What ip6_forward() asks: the kernel's answer for a route says nothing of it.
    private bool MayForward(PathNode node, LinkMessage input, PathPacket packet)
    {
        if (node.SysctlOfAll(NfFamily.IPv6, "forwarding") == 0 && node.Sysctl(NfFamily.IPv6, input, "force_forwarding") == 0)
            return _report.Blocked(node, NetPathStage.Forwarding, input, packet, "this namespace does not forward IPv6", "net/ipv6/conf/all/forwarding = 0", node.Namespace.Cmdlet($"Enable-NetForwarding -AddressFamily IPv6"));
        if (packet.Source.IsIPv6LinkLocal || packet.Destination.IsIPv6LinkLocal)
            return _report.Blocked(node, NetPathStage.Forwarding, input, packet, $"a router does not forward packets of link-local addresses: the sender has no other address that fits", $"{packet.Source} is link-local");
        return true;
    }

    private PathEnd? Deliver(PathNode node, LinkMessage input, PathPacket packet)
    {
        if (!_hooks.Run(node, FirewallHook.Input, packet, input, null).Passes)
            return null;
        return packet.IsReply || Listens(node, input, packet) ? new PathEnd(node, input) : null;
    }

    private bool Listens(PathNode node, LinkMessage input, PathPacket packet)
    {
        if (packet.Question.Protocol == NetPathProtocol.Icmp)
            return AnswersPing(node, input, packet);
        bool isTcp = packet.Question.Protocol == NetPathProtocol.Tcp;
        ushort port = packet.DestinationPort ?? 0;
        string what = $"{(isTcp ? "TCP" : "UDP")} port {port}";
        SocketMessage[] sockets = [.. node.Context.Sockets.Stream(isTcp ? SocketProtocol.Tcp : SocketProtocol.Udp, isTcp ? 1u << SocketState.Listen : uint.MaxValue, port).Where(s => s.RemotePort == 0)];
        if (Array.Find(sockets, s => Takes(s, packet, input)) is { } socket)
        {
            _report.Passes(node, NetPathStage.Listener, input, packet, $"a program listens on {what}", new IPEndPoint(socket.Local, socket.LocalPort).ToString());
            return true;
        }

        string cmdlet = isTcp ? node.Namespace.Cmdlet($"Get-NetTCPConnection -State Listen") : node.Namespace.Cmdlet($"Get-NetUDPEndpoint");
        string reason = sockets.Length == 0 ? $"nothing listens on {what}"
            : $"the program on {what} listens on {string.Join(", ", sockets.Select(s => s.Local).Distinct())} only, and the packet goes to {packet.Destination}";
        return _report.Blocked(node, NetPathStage.Listener, input, packet, reason, sockets.Length == 0 ? null : new IPEndPoint(sockets[0].Local, port).ToString(), cmdlet);
    }

    private static bool Takes(SocketMessage socket, PathPacket packet, LinkMessage input)
    {
        if (socket.Link != 0 && socket.Link != input.Index && socket.Link != input.Master)
            return false;
        bool isOfFamily = (socket.Local.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) == (packet.Family == NfFamily.IPv4);
        if (isOfFamily)
            return IsNone(socket.Local) || socket.Local.Equals(packet.Destination);
        return packet.Family == NfFamily.IPv4 && !socket.IPv6Only && (socket.Local.Equals(IPAddress.IPv6Any) || (socket.Local.IsIPv4MappedToIPv6 && socket.Local.MapToIPv4().Equals(packet.Destination)));
    }

    private bool AnswersPing(PathNode node, LinkMessage input, PathPacket packet)
    {
        string setting = packet.Family == NfFamily.IPv4 ? "ipv4/icmp_echo_ignore_all" : "ipv6/icmp/echo_ignore_all";
        if (node.Sysctl(setting) is > 0)
            return _report.Blocked(node, NetPathStage.Listener, input, packet, "the kernel is told not to answer pings", $"net/{setting} = 1", node.Namespace.Cmdlet($"Set-NetSysctl {$"net/{setting}"} 0"));
        _report.Passes(node, NetPathStage.Listener, input, packet, "the kernel answers pings");
        return true;
    }

    // Whether frames that go through a bridge pass the chains of IP: br_netfilter.
    private static bool IsShown(PathNode node, LinkMessage bridge, NfFamily family)
    {
        bool? own = bridge.Kind is BridgeKind kind ? family == NfFamily.IPv4 ? kind.CallIPTables : kind.CallIP6Tables : null;
        return own == true || (bridge.Kind is BridgeKind && node.Sysctl(family == NfFamily.IPv4 ? "bridge/bridge-nf-call-iptables" : "bridge/bridge-nf-call-ip6tables") == 1);
    }
}
