using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;
using NetNs.Route;

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
    private protected override void ProcessInput() => Attempt(Link.SubjectOf(Link.First), () =>
    {
        LinkName.Check(NewName);
        NamespaceContext context = Link.ContextOf(Link.First, Session, Namespace);
        LinkMessage link = LinkOperations.Find(context, Link.First);
        if (!ShouldProcess(link.Name + context.Namespace.Suffix, $"Rename link to {NewName}"))
            return;
        LinkOperations.Rename(context, link, NewName);
        WriteObject(new LinkOperations(Session).Read(context, link.Index).AsLink());
    });
}
