using System.Management.Automation;
using System.Net;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Takes subnets from behind the host's addresses.</summary>
[Cmdlet(VerbsCommon.Remove, "Masquerade", SupportsShouldProcess = true)]
public sealed class RemoveMasqueradeCommand : MasqueradeCommand
{
    /// <summary>The subnets: what Add-Masquerade or Get-Masquerade returned, in CIDR form, or a bridge for its subnets.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SubnetTransform]
    [ArgumentCompleter(typeof(MasqueradeCompleter))]
    public SubnetArgument[] Subnet { get; set; } = [];

    /// <summary>Only what leaves by this link. Left out, all of the subnet goes.</summary>
    [NeverNull(NetNsError.LinkNameInvalid)]
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public string? OutInterface { get; set; }

    /// <summary>The host. Left out, it is where the object says, else the namespace of the calling thread.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? Namespace { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (SubnetArgument argument in Subnet)
            Attempt(argument.Subject, () => Remove(argument));
    }

    private void Remove(SubnetArgument argument)
    {
        // A connection's own namespace is inside: its bridge knows better.
        Masquerading work = In(argument.Namespace ?? Namespace);
        string? link = OutInterface is { } name ? LinkResolver.NameOf(work.Context, name) : null;
        IReadOnlyList<IPNetwork> subnets = argument.Resolve(Session, work.Context).Subnets;
        List<MasqueradeEntry> meant = [.. NatSets.Both.SelectMany(s => MasqueradeEntry.Read(work.Context, s)).Select(e => e.Entry).Where(e => subnets.Contains(e.Subnet) && IsMeant(e, link, argument.Known))];
        if (meant.Count == 0 && !IsWhatIf)
            work.NoteMissing();
        if (meant.Count == 0)
            throw work.NotFound(string.Join(", ", subnets) + (OutInterface is null ? "" : $" by {OutInterface}"));
        MasqueradeEntry[] accepted = [.. meant.Where(e => ShouldRemove(e.Name + work.Context.Namespace.Suffix, "Remove masquerade", work.Context.Namespace, e.Name))];
        if (accepted.Length > 0)
            work.Remove(accepted);
    }

    private static bool IsMeant(MasqueradeEntry entry, string? link, Masquerade? known)
        => known is null ? link is null || entry.Link == link : entry.Link == known.OutInterface && Equals(entry.Source, known.SourceAddress);
}
