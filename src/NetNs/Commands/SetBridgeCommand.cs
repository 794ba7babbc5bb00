using System.Management.Automation;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Changes settings of bridges.</summary>
[Cmdlet(VerbsCommon.Set, "Bridge", SupportsShouldProcess = true)]
[OutputType(typeof(Bridge))]
public sealed class SetBridgeCommand : BridgeTargetCommand
{
    /// <summary>Runs the spanning-tree protocol; -Stp:$false no longer.</summary>
    [Parameter]
    public SwitchParameter Stp { get; set; }

    /// <summary>How long a port listens, and how long it learns, before it forwards: seconds or a TimeSpan.</summary>
    [Parameter]
    [SecondsTransform]
    public TimeSpan? ForwardDelay { get; set; }

    /// <summary>How long an address that was learned is remembered: seconds or a TimeSpan.</summary>
    [Parameter]
    [SecondsTransform]
    public TimeSpan? AgeingTime { get; set; }

    /// <summary>Keeps VLANs apart; -VlanFiltering:$false no longer.</summary>
    [Parameter]
    public SwitchParameter VlanFiltering { get; set; }

    /// <summary>Sends multicast only to ports that asked for it; -McastSnooping:$false to all.</summary>
    [Parameter]
    public SwitchParameter McastSnooping { get; set; }

    /// <summary>Returns the bridge as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void BeginInput() => RequireOneOf(nameof(Stp), nameof(ForwardDelay), nameof(AgeingTime), nameof(VlanFiltering), nameof(McastSnooping));

    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachBridge(bridge =>
    {
        var settings = new BridgeSettings
        {
            Stp = Said(Stp, nameof(Stp)),
            ForwardDelay = ForwardDelay,
            AgeingTime = AgeingTime,
            VlanFiltering = Said(VlanFiltering, nameof(VlanFiltering)),
            McastSnooping = Said(McastSnooping, nameof(McastSnooping)),
        };
        Change(bridge.Description, $"Set bridge{settings}", () =>
        {
            Bridge changed = new BridgeOperations(Session).Set(bridge.Context, bridge.Message, settings);
            return PassThru ? changed : null;
        });
    });
}
