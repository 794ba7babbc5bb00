using System.Management.Automation;
using System.Net;
using System.Net.NetworkInformation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes the kernel forget neighbours.</summary>
[Cmdlet(VerbsCommon.Remove, "NetNeighbor", SupportsShouldProcess = true)]
public sealed class RemoveNetNeighborCommand : LinkScopedCommand
{
    private PhysicalAddress[]? _macs;

    /// <summary>Their IP addresses. Without a link they go from every link that knows them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NeighborAddressCompleter))]
    public string[] IPAddress { get; set; } = [];

    /// <summary>Only where they have one of these link-layer addresses.</summary>
    [Parameter]
    [Alias("MacAddress")]
    public string[]? LinkLayerAddress { get; set; }

    /// <summary>Only where they are in one of these states.</summary>
    [Parameter]
    public NetNeighborState[]? State { get; set; }

    /// <summary>A neighbour seen earlier: this one and no other.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ExactType(typeof(NetNeighbor))]
    public NetNeighbor? InputObject { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (InputObject is { } seen)
        {
            Attempt(seen, () =>
            {
                if (IsWanted(seen))
                    Remove(Session.In(seen.Namespace), seen);
            });
            return;
        }

        foreach (string text in IPAddress)
            Attempt(text, () => RemoveNamed(text));
    }

    private void RemoveNamed(string text)
    {
        IPAddress address = NewNetNeighborCommand.ParseAddress(text);
        NamespaceContext context = Context;
        FoundLink? link = FindLinkIfNamed(context);
        List<NetNeighbor> found = [.. NeighborOperations.List(context, Subnet.FamilyOf(address), link?.Index ?? 0)
            .Where(n => n.IPAddress.Equals(address) && IsWanted(n))];
        if (found.Count == 0)
            throw NeighborOperations.NotFound(text, link?.Name, context.Namespace);
        foreach (NetNeighbor one in found)
            Attempt(text, () => Remove(context, one));
    }

    private bool IsWanted(NetNeighbor neighbor)
    {
        _macs ??= LinkLayerAddress?.Select(LinkLayerText.Parse).ToArray();
        return (State is null || State.Contains(neighbor.State)) && (_macs is null || _macs.Contains(neighbor.MacAddress));
    }

    private void Remove(NamespaceContext context, NetNeighbor neighbor)
    {
        if (ShouldRemove($"{neighbor.InterfaceAlias}{context.Namespace.Suffix}", $"Remove neighbour {neighbor.IPAddress}", context.Namespace, neighbor.IPAddress.ToString()))
            NeighborOperations.Remove(context, neighbor);
    }
}
