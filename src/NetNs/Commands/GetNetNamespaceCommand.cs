using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists network namespaces.</summary>
[Cmdlet(VerbsCommon.Get, "NetNamespace", DefaultParameterSetName = "ByName")]
[OutputType(typeof(NetNamespace))]
public sealed class GetNetNamespaceCommand : NetNsCommand
{
    private const string AllView = "NetNs.NetNamespace#All";

    /// <summary>Their names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "ByName")]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Also those without a name: of containers, of processes, mounted elsewhere. Each comes with its processes.</summary>
    [Parameter(ParameterSetName = "ByName")]
    public SwitchParameter All { get; set; }

    /// <summary>The namespace that these processes are in.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ByProcess")]
    [Alias("PID")]
    public int[] ProcessId { get; set; } = [];

    /// <summary>The namespace of the calling thread.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Current")]
    public SwitchParameter Current { get; set; }

    /// <summary>A process whose namespace is asked for, or a namespace that shall be read anew.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "ByObject")]
    [NamespaceObjectTransform]
    public NamespaceArgument? InputObject { get; set; }

    private NamespaceOperations Namespaces => field ??= new NamespaceOperations(Session);

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        switch (ParameterSetName)
        {
            case "Current":
                Attempt(null, () => WriteObject(Namespaces.WithId(Session.Current.Namespace)));
                break;
            case "ByProcess":
                foreach (int processId in ProcessId)
                    Attempt(processId, () => WriteObject(Namespaces.WithId(Namespaces.FromProcess(processId))));
                break;
            case "ByObject":
                Attempt(InputObject!.Subject, () => WriteObject(Namespaces.WithId(Namespaces.Refresh(InputObject.Resolve(Session)))));
                break;
            default:
                ListByName();
                break;
        }
    }

    private void ListByName()
    {
        if (Name is null)
        {
            Attempt(null, () => Write(List()));
            return;
        }

        foreach (NamePattern name in Name.Select(n => new NamePattern(n)))
        {
            Attempt(name.Text, () =>
            {
                if (!All && !name.HasWildcards)
                    WriteObject(Namespaces.WithId(Namespaces.Get(name.Text)));
                else if (Write(List(name.IsMatch)) == 0 && !name.HasWildcards)
                    throw Failure.NamespaceNotFound(name.Text);
            });
        }
    }

    // The id costs 15 µs each: ip netns shows it in its list, too.
    private IEnumerable<NetNamespace> List(Predicate<string>? isWanted = null)
    {
        IEnumerable<NetNamespace> found = All ? new NamespaceDiscovery(Session).FindAll() : Namespaces.List();
        if (isWanted is not null)
            found = found.Where(n => n.Name is { } name && isWanted(name));
        return All ? found : found.Select(Namespaces.WithId);
    }

    private int Write(IEnumerable<NetNamespace> found)
    {
        int count = 0;
        foreach (NetNamespace one in found)
        {
            PSObject result = PSObject.AsPSObject(one);
            if (All)
                result.TypeNames.Insert(0, AllView);
            WriteObject(result);
            count++;
        }

        return count;
    }
}
