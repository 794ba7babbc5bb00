using System.Net;
using NetNs.Nsfs;
using NetNs.SockDiag;

namespace NetNs.Operations;

/// <summary>A local socket that takes what comes to a port.</summary>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Socket">The socket.</param>
/// <param name="ProcessId">The process that holds it; null where that cannot be seen.</param>
internal sealed record PortListener(TransportProtocol Protocol, SocketMessage Socket, int? ProcessId)
{
    /// <summary>"python3 (1234)".</summary>
    internal string ProcessName => ProcessId is { } id ? ProcessScan.Describe(id) : "a process that cannot be seen from here";

    /// <summary>"0.0.0.0:8080/tcp".</summary>
    internal string Name => $"{new IPEndPoint(Socket.Local, Socket.LocalPort)}/{ContainerPort.NameOf(Protocol)}";
}
