using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Creates a lab, or makes an existing one what its definition describes.</summary>
[Cmdlet(VerbsCommon.Set, "NetLab", SupportsShouldProcess = true)]
[OutputType(typeof(NetLabChange), typeof(NetLab))]
public sealed class SetNetLabCommand : LabDefinitionCommand
{
    private const int ProgressId = 0x4e4c; // one bar for all labs of a pipe

    /// <summary>Returns the lab in place of the changes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(LabDefinition definition)
    {
        var labs = new LabOperations(Session);
        if (IsWhatIf)
        {
            foreach (NetLabChange change in labs.Compare(definition))
                ShouldProcess($"lab {definition.Name}", $"{change}");
            return;
        }

        var progress = new ProgressRecord(ProgressId, $"Lab {definition.Name}", "Compare");
        var shown = System.Diagnostics.Stopwatch.StartNew();
        bool isShown = false;
        labs.Set(definition, plan => ShouldProcess($"lab {definition.Name}", $"Make {plan.Count} change{(plan.Count == 1 ? "" : "s")}"), change =>
        {
            if (!PassThru)
                WriteObject(change);
        }, (done, all, next) =>
        {
            // Not for every step: a step takes less time than the bar.
            if (shown.ElapsedMilliseconds < (isShown ? 200 : 500))
                return;
            isShown = true;
            shown.Restart();
            progress.StatusDescription = next;
            progress.PercentComplete = done * 100 / all;
            WriteProgress(progress);
        });
        if (isShown)
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }

        if (PassThru)
            WriteObject(labs.List(n => n == definition.Name), enumerateCollection: true);
    }
}
