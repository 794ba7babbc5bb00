using System.Management.Automation;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists network namespaces.</summary>
[Cmdlet(VerbsCommon.Get, "NetNamespace", DefaultParameterSetName = "ByName")]
[OutputType(typeof(NetNamespace))]
public sealed class GetNetNamespaceCommand : NetNsCommand
{
    /// <summary>Their names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ByName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The namespace that these processes are in.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ByProcess")]
    [Alias("Id", "PID")]
    public int[]? ProcessId { get; set; }

    /// <summary>The namespace of the calling thread.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Current")]
    public SwitchParameter Current { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var namespaces = new NamespaceOperations(Session);
        if (Current)
        {
            Attempt(null, () => WriteObject(Session.Current.Namespace));
        }
        else if (ProcessId is not null)
        {
            foreach (int processId in ProcessId)
                Attempt(processId, () => WriteObject(namespaces.FromProcess(processId)));
        }
        else if (Name is null)
        {
            WriteObject(namespaces.List(), enumerateCollection: true);
        }
        else
        {
            foreach (string name in Name)
                Attempt(name, () => List(namespaces, name));
        }
    }

    private void List(NamespaceOperations namespaces, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            WriteObject(namespaces.Get(name));
            return;
        }

        var pattern = WildcardPattern.Get(name, WildcardOptions.None);
        WriteObject(namespaces.List().Where(n => pattern.IsMatch(n.Name!)), enumerateCollection: true);
    }
}
