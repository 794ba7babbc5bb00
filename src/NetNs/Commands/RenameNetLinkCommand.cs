using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Gives a link another name.</summary>
[Cmdlet(VerbsCommon.Rename, "NetLink", SupportsShouldProcess = true)]
[OutputType(typeof(NetLink), typeof(Bridge))]
public sealed class RenameNetLinkCommand : NamespaceTargetCommand
{
    /// <summary>Which one: a NetLink, a name or a number; of a VethPair its first end.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias", "dev")]
    [LinkTransform]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public LinkArgument Link { get; set; } = null!;

    /// <summary>Its new name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string NewName { get; set; } = "";

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(Link.Subject, () =>
    {
        LinkName.Check(NewName);
        FoundLink link = Resolver.Find(Link, Namespace);
        Change(link.Description, $"Rename link to {NewName}", () =>
        {
            LinkOperations.Rename(link.Context, link.Message, NewName);
            return new LinkOperations(Session).Read(link.Context, link.Index).AsLink();
        }, () =>
        {
            Session.Rehearsal!.Announced.Remove(link.Context.Namespace, link.Name);
            return Planned.Link(NewName, LinkFactory.KindName(link.Message), link.Context.Namespace);
        });
    });
}
