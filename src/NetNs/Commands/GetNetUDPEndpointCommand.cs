using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists UDP sockets.</summary>
[Cmdlet(VerbsCommon.Get, "NetUDPEndpoint")]
[OutputType(typeof(NetUDPEndpoint))]
public sealed class GetNetUDPEndpointCommand : SocketListCommand
{
    private protected override IEnumerable<NetSocket> List(NamespaceContext context, ushort localPort) => Sockets.ListUdp(context, localPort);
}
