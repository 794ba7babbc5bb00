using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that take links which are there.</summary>
public abstract class LinkTargetCommand : NamespaceTargetCommand
{
    /// <summary>Which ones: NetLinks, VethPairs (both ends), names or numbers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias", "dev")]
    [LinkTransform]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public LinkArgument[] Link { get; set; } = [];

    private protected LinkOperations Links => field ??= new LinkOperations(Session);

    /// <summary>Finds each link and works on it. One that is not there, or that the work fails on, is one error record.</summary>
    private protected void ForEachLink(Action<FoundLink> work)
    {
        foreach (LinkArgument link in Link.SelectMany(l => l.Each))
            Attempt(link.Subject, () => work(Resolver.Find(link, Namespace)));
    }
}
