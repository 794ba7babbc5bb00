using System.Management.Automation;
using System.Net;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Puts subnets behind the host's addresses.</summary>
[Cmdlet(VerbsCommon.Add, "Masquerade", SupportsShouldProcess = true)]
[OutputType(typeof(Masquerade))]
public sealed class AddMasqueradeCommand : MasqueradeCommand
{
    /// <summary>The subnets, in CIDR form; or a bridge, or what Connect-Bridge returned, for the subnets of the bridge.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SubnetTransform]
    [ArgumentCompleter(typeof(BridgeNameCompleter))]
    public SubnetArgument[] Subnet { get; set; } = [];

    /// <summary>The one link that packets must leave by. Left out, it is every link but those that lead to such a subnet.</summary>
    [NeverNull(NetNsError.LinkNameInvalid)]
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public string? OutInterface { get; set; }

    /// <summary>The address that packets leave under. Left out, it is that of the link that they leave by.</summary>
    [NeverNull(NetNsError.AddressInvalid)]
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OutwardAddressCompleter))]
    [AddressTextTransform]
    public string? SourceAddress { get; set; }

    /// <summary>Switches forwarding on where it is off.</summary>
    [Parameter]
    public SwitchParameter EnableForwarding { get; set; }

    /// <summary>The host. Left out, it is where the bridge is, else the namespace of the calling thread.</summary>
    [Parameter]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? Namespace { get; set; }

    /// <summary>What to do where the subnet is masqueraded already.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (SubnetArgument argument in Subnet)
            Attempt(null, () => Add(argument)); // the target of an error is the one that is in the way, or what is wrong
    }

    private void Add(SubnetArgument argument)
    {
        IPAddress? source = SourceAddress is { } text ? PortRequest.ParseAddress(text) : null;
        Masquerading work = In(Namespace ?? argument.Namespace);
        string? link = OutInterface is { } name ? LinkName.Check(LinkResolver.NameOf(work.Context, name)) : null;
        (IReadOnlyList<IPNetwork> subnets, Bridge? bridge) = argument.Resolve(Session, work.Context);
        foreach (IPNetwork subnet in subnets)
        {
            // A bridge's subnets of the other family cannot leave under this address, and were not named one by one.
            if (bridge is not null && source is not null && subnets.Count > 1 && source.AddressFamily != subnet.BaseAddress.AddressFamily)
                continue;
            var entry = new MasqueradeEntry(subnet, link, source, bridge is null ? null : MasqueradeEntry.CommentOf(bridge));
            Masquerading.Check(entry);
            Change(entry.Name + work.Context.Namespace.Suffix, source is null ? "Add masquerade" : $"Add masquerade as {source}",
                () => work.Add(entry, EnableForwarding, IfExists == IfExists.Reuse));
        }
    }
}
