using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists the labs that exist.</summary>
[Cmdlet(VerbsCommon.Get, "NetLab")]
[OutputType(typeof(NetLab))]
public sealed class GetNetLabCommand : NetNsCommand
{
    /// <summary>Their names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LabNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override void ProcessInput()
    {
        foreach (NamePattern pattern in Name.Select(n => new NamePattern(n)))
        {
            Attempt(pattern.Text, () =>
            {
                IReadOnlyList<NetLab> found = new LabOperations(Session).List(pattern.IsMatch);
                if (found.Count == 0 && !pattern.HasWildcards)
                    throw LabOperations.NotFound(pattern.Text);
                // The next cmdlet may remove what was found, and waits until nothing holds it.
                Session.LetGo();
                WriteObject(found, enumerateCollection: true);
            });
        }
    }
}
