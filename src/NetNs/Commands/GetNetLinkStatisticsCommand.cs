using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Reads the counters of links.</summary>
[Cmdlet(VerbsCommon.Get, "NetLinkStatistics")]
[OutputType(typeof(NetLinkStatistics))]
public sealed class GetNetLinkStatisticsCommand : NamespaceTargetCommand, IListsEverywhere
{
    /// <summary>Which ones: NetLinks, VethPairs (both ends), numbers, or names, in which wildcards are allowed. Left out, all of the namespace.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias", "dev")]
    [LinkTransform]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public LinkArgument[]? Link { get; set; }

    /// <summary>Looks in the current namespace and in every one that has a name.</summary>
    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    NamespaceArgument? IListsEverywhere.Place
    {
        set => Namespace = value;
    }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (Link is null)
        {
            Attempt(null, () => WriteObject(LinkOperations.ListStatistics(Context), enumerateCollection: true));
            return;
        }

        foreach (LinkArgument argument in Link)
        {
            foreach (LinkReference reference in argument.All)
                Attempt(argument.SubjectOf(reference), () => Read(argument.ContextOf(reference, Session, Namespace), reference));
        }
    }

    private void Read(NamespaceContext context, LinkReference reference)
    {
        if (reference is { Index: 0, Name: { } name } && new NamePattern(name) is { HasWildcards: true } pattern)
        {
            WriteObject(LinkOperations.ListStatistics(context).Where(s => pattern.IsMatch(s.Name)), enumerateCollection: true);
            return;
        }

        WriteObject(LinkOperations.ReadStatistics(context, reference));
    }
}
