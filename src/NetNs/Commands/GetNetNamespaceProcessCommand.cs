using System.Diagnostics;
using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists the processes in network namespaces.</summary>
[Cmdlet(VerbsCommon.Get, "NetNamespaceProcess")]
[OutputType(typeof(Process))]
public sealed class GetNetNamespaceProcessCommand : NetNsCommand, IListsEverywhere
{
    private readonly NamespaceProcesses _processes = new();

    /// <summary>Which namespaces: objects, names, paths, process ids. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [ValidateNotNull]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Namespace { get; set; }

    /// <summary>Looks in the current namespace and in every one that has a name.</summary>
    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    NamespaceArgument? IListsEverywhere.Place
    {
        set => Namespace = value is null ? null : [value];
    }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (Namespace is null)
            Attempt(null, () => List(Session.Current.Namespace));
        foreach (NamespaceArgument argument in Namespace ?? [])
            Attempt(argument.Subject, () => List(argument.Resolve(Session)));
    }

    private void List(NetNamespace target)
    {
        foreach (int id in _processes.In(target))
        {
            if (Find(id) is not { } process)
                continue;
            PSObject result = PSObject.AsPSObject(process);
            result.Properties.Add(new PSNoteProperty("Namespace", target));
            result.TypeNames.Insert(0, "System.Diagnostics.Process#NetNamespace");
            WriteObject(result);
        }
    }

    private static Process? Find(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null; // ended since it was seen
        }
    }
}
