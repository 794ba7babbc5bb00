using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists neighbours: which link-layer addresses the IP addresses on a link have.</summary>
[Cmdlet(VerbsCommon.Get, "NetNeighbor")]
[OutputType(typeof(NetNeighbor))]
public sealed class GetNetNeighborCommand : LinkListCommand
{
    private TextFilter? _addresses;
    private System.Net.NetworkInformation.PhysicalAddress[]? _macs;

    /// <summary>Only these addresses; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NeighborAddressCompleter))]
    public string[]? IPAddress { get; set; }

    /// <summary>Only neighbours with these link-layer addresses.</summary>
    [Parameter]
    [Alias("MacAddress")]
    public string[]? LinkLayerAddress { get; set; }

    /// <summary>Only IPv4, or only IPv6.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>Only neighbours in these states. Left out, all but those that need no link-layer address (NoArp), as with ip neigh.</summary>
    [Parameter]
    public NetNeighborState[]? State { get; set; }

    private protected override void BeginInput()
    {
        base.BeginInput();
        Prepare(LinkLayerAddress, () => _macs = LinkLayerAddress is null ? null : [.. LinkLayerAddress.Select(LinkLayerText.Parse)]);
        _addresses = Named(IPAddress, static text => NewNetNeighborCommand.ParseAddress(text).ToString(), static (text, where) => new NetNsException(NetNsError.NeighborNotFound,
            $"No neighbour {text} is known{where}.", text, "The kernel learns a neighbour when it talks to it; list all it knows with Get-NetNeighbor."));
    }

    private protected override void List(NamespaceContext context, LinkSelection links)
    {
        foreach (NetNeighbor neighbor in NeighborOperations.List(context, AddressFamily, links.Single))
        {
            bool isWanted = (links.IsAll || links.Contains(neighbor.InterfaceIndex))
                && (State is null ? neighbor.State is not (NetNeighborState.NoArp or NetNeighborState.None) : State.Contains(neighbor.State))
                && (_macs is null || _macs.Contains(neighbor.MacAddress))
                && IsNamed(_addresses, neighbor.IPAddress.ToString());
            if (isWanted)
                WriteObject(neighbor);
        }
    }
}
