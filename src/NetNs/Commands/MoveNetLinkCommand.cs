using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Moves a link to another namespace.</summary>
[Cmdlet(VerbsCommon.Move, "NetLink", SupportsShouldProcess = true)]
[OutputType(typeof(NetLink))]
public sealed class MoveNetLinkCommand : NamespaceTargetCommand
{
    private NamespaceContext? _destination;

    /// <summary>Which one: a NetLink, a name or a number; of a VethPair its first end.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias", "dev")]
    [LinkTransform]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public LinkArgument Link { get; set; } = null!;

    /// <summary>Where it goes: a NetNamespace, a name, a path, a process id or a Process. 1 is the initial namespace.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument Destination { get; set; } = null!;

    /// <summary>Its name there; left out, the one it has.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? NewName { get; set; }

    /// <summary>Takes along what the kernel would take from it: addresses, routes, neighbours known for good, and that it is switched on.</summary>
    [Parameter]
    public SwitchParameter KeepConfiguration { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(Link.Subject, () =>
    {
        if (NewName is not null)
            LinkName.Check(NewName);
        NetNamespace target = Announced(Destination) ?? Destination.Resolve(Session);
        FoundLink link = Resolver.Find(Link, Namespace);
        Change(link.Description, $"Move link to namespace {target}{(NewName is null ? "" : $" as {NewName}")}", () =>
        {
            // The session keeps one namespace besides the current one, and that is where the link is.
            NamespaceContext destination = target.Equals(Session.Current.Namespace) ? Session.Current : _destination ??= Session.Open(target);
            var links = new LinkOperations(Session);
            return KeepConfiguration ? links.MoveWithConfiguration(link.Context, link.Message, destination, NewName) : links.Move(link.Context, link.Message, destination, NewName);
        }, () =>
        {
            Session.Rehearsal!.Announced.Remove(link.Context.Namespace, link.Name);
            return Planned.Link(NewName ?? link.Name, LinkFactory.KindName(link.Message), target);
        });
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _destination?.Dispose();
        base.Dispose(disposing);
    }
}
