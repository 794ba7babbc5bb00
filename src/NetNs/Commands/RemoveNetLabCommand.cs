using System.Management.Automation;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Removes labs with everything that belongs to them.</summary>
[Cmdlet(VerbsCommon.Remove, "NetLab", SupportsShouldProcess = true)]
public sealed class RemoveNetLabCommand : NetNsCommand
{
    /// <summary>Their names, or NetLab objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LabNameCompleter))]
    public string[] Name { get; set; } = [];

    private protected override void ProcessInput()
    {
        foreach (string name in Name)
        {
            Attempt(name, () =>
            {
                var labs = new LabOperations(Session);
                if (labs.List(n => n == name).Count == 0)
                    throw LabOperations.NotFound(name);
                if (ShouldProcess($"lab {name}", "Remove lab"))
                    labs.Remove(name);
            });
        }
    }
}
