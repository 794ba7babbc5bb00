using System.Management.Automation;
using System.Net.NetworkInformation;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes bridges.</summary>
[Cmdlet(VerbsCommon.New, "Bridge", SupportsShouldProcess = true)]
[OutputType(typeof(Bridge))]
public sealed class NewBridgeCommand : NamespaceTargetCommand
{
    /// <summary>Their names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias")]
    [AllowEmptyString]
    public string[] Name { get; set; } = [];

    /// <summary>Addresses in CIDR form: the bridge becomes the gateway of their subnets.</summary>
    [Parameter]
    public string[] IPAddress { get; set; } = [];

    /// <summary>Link-layer address; a random one where left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LinkLayerAddress")]
    [MacAddressTransform]
    public PhysicalAddress? MacAddress { get; set; }

    /// <summary>MTU in bytes. Left out, it follows the smallest of the ports'.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Mtu { get; set; }

    /// <summary>Runs the spanning-tree protocol.</summary>
    [Parameter]
    public SwitchParameter Stp { get; set; }

    /// <summary>Keeps VLANs apart.</summary>
    [Parameter]
    public SwitchParameter VlanFiltering { get; set; }

    /// <summary>Leaves it switched off.</summary>
    [Parameter]
    public SwitchParameter Down { get; set; }

    /// <summary>What to do where the name is taken.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (string name in Name)
            Attempt(name, () => Create(name));
    }

    private void Create(string name)
    {
        var options = new BridgeOptions
        {
            Name = LinkName.Check(name),
            Addresses = [.. IPAddress.Select(a => InterfaceAddress.Parse(a))],
            MacAddress = MacAddress,
            Mtu = Mtu,
            Up = !Down,
            Settings = new BridgeSettings { Stp = Said(Stp, nameof(Stp)), VlanFiltering = Said(VlanFiltering, nameof(VlanFiltering)) },
        };
        BridgeOperations.Check(options);
        NamespaceContext context = Context;
        WarnWithoutPrefix(IPAddress, name + context.Namespace.Suffix);
        Change(name + context.Namespace.Suffix, "Create bridge", () => Create(context, options), () => Planned.Bridge(name, context.Namespace));
    }

    private Bridge Create(NamespaceContext context, BridgeOptions options)
    {
        var bridges = new BridgeOperations(Session);
        try
        {
            return bridges.Create(context, options);
        }
        catch (NetNsException e) when (e.Error == NetNsError.LinkAlreadyExists && IfExists == IfExists.Reuse)
        {
            return bridges.Existing(context, options);
        }
    }
}
