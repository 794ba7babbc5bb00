using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Reads network settings of the kernel, inside a namespace.</summary>
[Cmdlet(VerbsCommon.Get, "NetSysctl")]
[OutputType(typeof(NetSysctl))]
public sealed class GetNetSysctlCommand : NetNsCommand, IListsEverywhere
{
    /// <summary>Their names, with dots or slashes; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SysctlNameCompleter))]
    public string[] Name { get; set; } = ["net.*"];

    /// <summary>Where to look. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
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
        foreach (NamespaceArgument? target in Namespace ?? [null!])
        {
            foreach (string name in Name)
                Attempt(name, () => List(Session.In(target?.Resolve(Session)), name));
        }
    }

    private void List(NamespaceContext context, string name)
    {
        if (!Wildcard.IsPattern(name))
        {
            WriteObject(SysctlOperations.Get(context, name));
            return;
        }

        string path = SysctlName.ToPath(name);
        var pattern = Wildcard.Get(SysctlName.FromPath(path), WildcardOptions.None);
        // Every match is in the folder before the part with the first wildcard.
        string folder = string.Join('/', path.Split('/').TakeWhile(p => !Wildcard.IsPattern(p)));
        WriteObject(SysctlOperations.List(context, folder, pattern.IsMatch), enumerateCollection: true);
    }
}
