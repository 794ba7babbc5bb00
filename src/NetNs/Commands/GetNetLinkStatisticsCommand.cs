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

        foreach (LinkArgument link in Link.SelectMany(l => l.Each))
            Attempt(link.Subject, () => Read(Resolver.ContextOf(link, Namespace), link));
    }

    private void Read(NamespaceContext context, LinkArgument link)
    {
        if (LinkResolver.PatternOf(link) is { } pattern)
            WriteObject(LinkOperations.ListStatistics(context, pattern.IsMatch), enumerateCollection: true);
        else
            WriteObject(LinkOperations.ReadStatistics(LinkResolver.Find(context, link)));
    }
}
