using System.Management.Automation;
using System.Net.NetworkInformation;
using NetNs.Binding;
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

    /// <summary>Switches it on.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    /// <summary>Switches it off.</summary>
    [Parameter]
    public SwitchParameter Down { get; set; }

    /// <summary>Returns the link as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void BeginInput() => RequireOneOf(nameof(Mtu), nameof(MacAddress), nameof(Alias), nameof(Promiscuous), nameof(TxQueueLength), nameof(Up), nameof(Down));

    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachLink(link =>
    {
        LinkSettings settings = Settings();
        settings.Check();
        settings.Check(link.Message, link.Context.Namespace);
        Change(link.Description, $"Set link{settings.ToCommand()}", () =>
        {
            Links.Change(link.Context, link.Message, settings);
            return PassThru ? Links.Read(link.Context, link.Index).AsLink() : null;
        });
    });

    private LinkSettings Settings()
    {
        if (Up && Down)
            throw new NetNsException(NetNsError.ArgumentsInvalid, "A link cannot be switched on and off at once.", null, "Say -Up or -Down.");
        return new LinkSettings
        {
            Mtu = Mtu,
            MacAddress = MacAddress,
            Alias = Alias,
            Promiscuous = MyInvocation.BoundParameters.ContainsKey(nameof(Promiscuous)) ? Promiscuous : null,
            TxQueueLength = TxQueueLength,
            Up = Up ? true : Down ? false : null,
        };
    }
}
