using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Puts right what a flush of the ruleset, a restart of a container engine or a killed command left behind.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "NetNs", SupportsShouldProcess = true)]
[OutputType(typeof(NetRepair))]
public sealed class RepairNetNsCommand : NetNsCommand
{
    /// <summary>Where to look. The default is the namespace of the calling thread.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Namespace { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (NamespaceArgument? target in Namespace ?? [null!])
            Attempt(target, () => Repair(Session.In(target?.Resolve(Session))));
    }

    private void Repair(NamespaceContext context)
    {
        var repair = new NatRepair(Session, context);
        foreach (RepairStep step in repair.Find())
        {
            Attempt(step.Result.Target, () =>
            {
                if (!ShouldProcess(step.Result.Target + context.Namespace.Suffix, $"{step.Intent} ({step.Result.Reason})"))
                    return;
                step.Work();
                WriteObject(step.Result);
            });
        }

        repair.Finish();
    }
}
