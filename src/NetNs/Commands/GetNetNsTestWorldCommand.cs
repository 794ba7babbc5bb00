using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists the scratch worlds of tests that are there.</summary>
[Cmdlet(VerbsCommon.Get, "NetNsTestWorld")]
[OutputType(typeof(NetNsTestWorld))]
public sealed class GetNetNsTestWorldCommand : NetNsCommand
{
    /// <summary>Their names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TestWorldCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (NamePattern pattern in Name.Select(n => new NamePattern(n)))
        {
            Attempt(pattern.Text, () =>
            {
                List<NetNsTestWorld> found = [.. new TestWorldOperations(Session).List().Where(w => pattern.IsMatch(w.Name))];
                if (found.Count == 0 && !pattern.HasWildcards)
                    throw Failure.NamespaceNotFound(pattern.Text);
                WriteObject(found, enumerateCollection: true);
            });
        }
    }
}
