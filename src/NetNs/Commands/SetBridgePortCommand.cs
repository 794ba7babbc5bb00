using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Changes settings of ports of bridges.</summary>
[Cmdlet(VerbsCommon.Set, "BridgePort", SupportsShouldProcess = true)]
[OutputType(typeof(BridgePort))]
public sealed class SetBridgePortCommand : BridgePortTargetCommand
{
    /// <summary>Lets a frame leave by the port that it came in by; -Hairpin:$false no longer.</summary>
    [Parameter]
    public SwitchParameter Hairpin { get; set; }

    /// <summary>Lets it talk only to ports that are not isolated; -Isolated:$false to all.</summary>
    [Parameter]
    public SwitchParameter Isolated { get; set; }

    /// <summary>Learns the addresses that frames come from; -Learning:$false no longer.</summary>
    [Parameter]
    public SwitchParameter Learning { get; set; }

    /// <summary>Sends frames for unknown addresses out here; -Flood:$false no longer.</summary>
    [Parameter]
    public SwitchParameter Flood { get; set; }

    /// <summary>Drops spanning-tree messages from outside; -Guard:$false no longer.</summary>
    [Parameter]
    public SwitchParameter Guard { get; set; }

    /// <summary>Spanning-tree path cost, 1 to 65535.</summary>
    [Parameter]
    public int? Cost { get; set; }

    /// <summary>Spanning-tree priority, 0 to 63.</summary>
    [Parameter]
    public int? Priority { get; set; }

    /// <summary>Returns the port as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void BeginInput() => RequireOneOf(nameof(Hairpin), nameof(Isolated), nameof(Learning), nameof(Flood), nameof(Guard), nameof(Cost), nameof(Priority));

    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachPort(port =>
    {
        var settings = new BridgePortSettings
        {
            Hairpin = Said(Hairpin, nameof(Hairpin)),
            Isolated = Said(Isolated, nameof(Isolated)),
            Learning = Said(Learning, nameof(Learning)),
            Flood = Said(Flood, nameof(Flood)),
            Guard = Said(Guard, nameof(Guard)),
            Cost = Cost,
            Priority = Priority,
        };
        settings.Check();
        Change(port.Description, $"Set port{settings}", () =>
        {
            BridgePort changed = new BridgeOperations(Session).SetPort(port.Context, port.Message, settings);
            return PassThru ? changed : null;
        });
    });
}
