using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists TCP connections, and sockets that wait for them.</summary>
[Cmdlet(VerbsCommon.Get, "NetTCPConnection")]
[OutputType(typeof(NetTCPConnection))]
public sealed class GetNetTCPConnectionCommand : SocketListCommand
{
    /// <summary>Only connections in these states.</summary>
    [Parameter]
    public NetTCPState[]? State { get; set; }

    /// <summary>Only connections with these addresses on the other side; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? RemoteAddress { get; set; }

    /// <summary>Only connections with these ports on the other side.</summary>
    [Parameter]
    public int[]? RemotePort { get; set; }

    private protected override void BeginInput()
    {
        base.BeginInput();
        foreach (int port in RemotePort ?? [])
            Refuse(port, () => CheckPort(port));
        foreach (string text in RemoteAddress ?? [])
            Refuse(text, () => CheckAddress(text));
    }

    private protected override IEnumerable<NetSocket> List(NamespaceContext context, ushort localPort)
        => Sockets.ListTcp(context, State, localPort)
            .Where(c => (RemotePort is null || RemotePort.Contains(c.RemotePort)) && IsMatch(RemoteAddress, c.RemoteAddress));
}
