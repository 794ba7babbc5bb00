using System.Management.Automation;
using System.Net;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes neighbours known by hand.</summary>
[Cmdlet(VerbsCommon.New, "NetNeighbor", SupportsShouldProcess = true)]
[OutputType(typeof(NetNeighbor))]
public sealed class NewNetNeighborCommand : LinkScopedCommand
{
    private bool _macWasSaid;

    /// <summary>The neighbour's IP address.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string IPAddress { get; set; } = "";

    /// <summary>Its link-layer address.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("MacAddress")]
    public string? LinkLayerAddress { get; set; }

    /// <summary>How sure the kernel shall be: Permanent stays for good, Reachable and Stale are learnt anew in time, NoArp is never asked about.</summary>
    [Parameter]
    public NetNeighborState State { get; set; } = NetNeighborState.Permanent;

    /// <summary>What to do where the neighbour is known.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    private protected override void BeginInput()
    {
        base.BeginInput();
        _macWasSaid = MyInvocation.BoundParameters.ContainsKey(nameof(LinkLayerAddress));
    }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(IPAddress, () =>
    {
        IPAddress address = ParseAddress(IPAddress);
        // A link from the pipe has a property of this name: its own address, which is no neighbour's.
        bool isTheLinks = !_macWasSaid && Link?.Reference.Namespace is not null;
        byte[]? mac = LinkLayerAddress is null || isTheLinks ? null : LinkOperations.CheckMac(LinkLayerText.Parse(LinkLayerAddress));
        if (State is not (NetNeighborState.Permanent or NetNeighborState.Reachable or NetNeighborState.Stale or NetNeighborState.NoArp))
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"A neighbour cannot be made {State}: only the kernel does that.", IPAddress, "Say Permanent, Reachable, Stale or NoArp.");
        if (mac is null && State != NetNeighborState.NoArp)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"Nobody said which link-layer address {address} has.", IPAddress, "Say it with -LinkLayerAddress 02:42:ac:11:00:02.");
        NamespaceContext context = Context;
        FoundLink link = FindLink(context);
        Change(link.Description, $"Add neighbour {address}", () => NeighborOperations.Add(context, link.Message, address, mac, State, IfExists == IfExists.Reuse));
    });

    internal static IPAddress ParseAddress(string text)
    {
        string? reason = !InterfaceAddress.TryParseAddress(text, out IPAddress? address) ? text.Contains('%') ? "it has a zone; name the link with -InterfaceAlias" : "it is not an IP address"
            : InterfaceAddress.IsMulticast(address) ? "it is a multicast address"
            : address.Equals(System.Net.IPAddress.Any) || address.Equals(System.Net.IPAddress.IPv6Any) ? "it is the unspecified address"
            : address.Equals(System.Net.IPAddress.Broadcast) ? "it is the broadcast address"
            : null;
        return reason is null ? address! : throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' is not the address of a neighbour: {reason}.", text, "Give an address like 10.0.0.2 or fd00::2.");
    }
}
