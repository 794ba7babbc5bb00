using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists masqueraded subnets.</summary>
[Cmdlet(VerbsCommon.Get, "Masquerade")]
[OutputType(typeof(Masquerade))]
public sealed class GetMasqueradeCommand : NamespaceTargetCommand, IListsEverywhere
{
    /// <summary>Only these subnets, in CIDR form; wildcards are allowed.</summary>
    [NeverNull(NetNsError.SubnetInvalid)]
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MasqueradeCompleter))]
    public string[]? Subnet { get; set; }

    /// <summary>Only what leaves by these links; wildcards are allowed.</summary>
    [NeverNull(NetNsError.LinkNameInvalid)]
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public string[]? OutInterface { get; set; }

    /// <summary>Looks in the current namespace and in every one that has a name.</summary>
    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    NamespaceArgument? IListsEverywhere.Place
    {
        set => Namespace = value;
    }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(null, List);

    private void List()
    {
        NamespaceContext context = Context;
        var work = new Masquerading(Session, context);
        NamePattern[]? subnets = Subnet is null ? null : Array.ConvertAll(Subnet, t => new NamePattern(t));
        NamePattern[]? links = OutInterface is null ? null : Array.ConvertAll(OutInterface, t => new NamePattern(LinkResolver.NameOf(context, t)));
        HashSet<string> missing = [.. subnets?.Where(p => !p.HasWildcards).Select(p => p.Text) ?? []];
        foreach (Masquerade found in work.List())
        {
            string name = found.Subnet.ToString();
            if (subnets?.Any(p => p.IsMatch(name)) == false)
                continue;
            missing.Remove(name);
            if (links is null || (found.OutInterface is { } link && links.Any(p => p.IsMatch(link))))
                WriteObject(found);
        }

        foreach (string text in missing)
            Attempt(text, () => throw work.NotFound(Operations.Subnet.Parse(text).ToString()));
    }
}
