using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Tells whether namespaces forward packets.</summary>
[Cmdlet(VerbsCommon.Get, "NetForwarding")]
[OutputType(typeof(NetForwarding))]
public sealed class GetNetForwardingCommand : NetNsCommand, IListsEverywhere
{
    /// <summary>Only IPv4, or only IPv6.</summary>
    [NeverNull(NetNsError.ArgumentsInvalid)]
    [Parameter]
    public IPFamily[]? AddressFamily { get; set; }

    /// <summary>Asks about these links in place of the namespace as a whole; wildcards are allowed.</summary>
    [NeverNull(NetNsError.LinkNameInvalid)]
    [Parameter(Position = 0)]
    [Alias("Name", "dev")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public string[]? InterfaceAlias { get; set; }

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
            Attempt(target, () =>
            {
                NamespaceContext context = Session.In(target?.Resolve(Session));
                foreach (string? link in Links(context))
                    Attempt(link, () => Report(context, link));
            });
        }
    }

    private void Report(NamespaceContext context, string? link)
    {
        foreach (IPFamily family in AddressFamily ?? [IPFamily.IPv4, IPFamily.IPv6])
        {
            if (ForwardingOperations.Get(context, family, link) is { } state)
                WriteObject(state);
        }
    }

    private IEnumerable<string?> Links(NamespaceContext context)
    {
        if (InterfaceAlias is null)
            return [null];
        NamePattern[] patterns = [.. InterfaceAlias.Select(n => new NamePattern(n))];
        if (!patterns.Any(p => p.HasWildcards))
            return InterfaceAlias.Select(n => LinkResolver.NameOf(context, n));
        return LinkOperations.FindAll(context).Where(l => patterns.Any(p => p.IsMatch(l))).Select(l => l.Name);
    }
}
