using System.Management.Automation;
using System.Net.NetworkInformation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Changes settings of links, each link in one request of the kernel.</summary>
[Cmdlet(VerbsCommon.Set, "NetLink", SupportsShouldProcess = true)]
[OutputType(typeof(NetLink), typeof(Bridge))]
public sealed class SetNetLinkCommand : LinkTargetCommand
{
    /// <summary>The largest packet in bytes.</summary>
    [Parameter]
    public int? Mtu { get; set; }

    /// <summary>The link-layer address.</summary>
    [Parameter]
    [Alias("LinkLayerAddress")]
    [MacAddressTransform]
    public PhysicalAddress? MacAddress { get; set; }

    /// <summary>A free text; an empty one takes it away.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Alias { get; set; }

    /// <summary>Takes frames for every address; -Promiscuous:$false no longer.</summary>
    [Parameter]
    public SwitchParameter Promiscuous { get; set; }

    /// <summary>How many packets may wait for sending.</summary>
    [Parameter]
    public int? TxQueueLength { get; set; }

    /// <summary>The bridge, VRF or bond that takes it as a port.</summary>
    [Parameter]
    [LinkTransform]
    [ArgumentCompleter(typeof(MasterNameCompleter))]
    public LinkArgument? Master { get; set; }

    /// <summary>Takes it out of the bridge, VRF or bond that it is a port of.</summary>
    [Parameter]
    public SwitchParameter NoMaster { get; set; }

    /// <summary>All its alternative names; none with an empty list.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? AltName { get; set; }

    /// <summary>The number of the group of links that it belongs to; 0 is that of all links that nobody gave another.</summary>
    [Parameter]
    public uint? Group { get; set; }

    /// <summary>Switches it on.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    /// <summary>Switches it off.</summary>
    [Parameter]
    public SwitchParameter Down { get; set; }

    /// <summary>Returns the link as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void BeginInput() => RequireOneOf(nameof(Mtu), nameof(MacAddress), nameof(Alias), nameof(Promiscuous), nameof(TxQueueLength), nameof(Master), nameof(NoMaster), nameof(AltName), nameof(Group), nameof(Up), nameof(Down));

    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachLink(link =>
    {
        LinkSettings settings = Settings(link.Context);
        settings.Check();
        settings.Check(link.Message, link.Context.Namespace);
        Change(link.Description, $"Set link{settings.ToCommand()}{(AltName is null ? "" : $" altname {string.Join(' ', AltName)}")}", () =>
        {
            Links.Change(link.Context, link.Message, settings);
            return PassThru ? Links.Read(link.Context, link.Index).AsLink() : null;
        });
    });

    private LinkSettings Settings(NamespaceContext context)
    {
        if (Up && Down)
            throw new NetNsException(NetNsError.ArgumentsInvalid, "A link cannot be switched on and off at once.", null, "Say -Up or -Down.");
        if (Master is not null && NoMaster)
            throw new NetNsException(NetNsError.ArgumentsInvalid, "A link cannot get a master and none at once.", null, "Say -Master or -NoMaster.");
        return new LinkSettings
        {
            Mtu = Mtu,
            MacAddress = MacAddress,
            Alias = Alias,
            Promiscuous = MyInvocation.BoundParameters.ContainsKey(nameof(Promiscuous)) ? Promiscuous : null,
            TxQueueLength = TxQueueLength,
            Master = Master is null ? null : LinkResolver.Find(context, Master).Message,
            NoMaster = NoMaster,
            AlternativeNames = AltName,
            Group = Group,
            Up = Up ? true : Down ? false : null,
        };
    }
}
