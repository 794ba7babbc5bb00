using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes network namespaces with a name.</summary>
[Cmdlet(VerbsCommon.New, "NetNamespace", SupportsShouldProcess = true)]
[OutputType(typeof(NetNamespace))]
public sealed class NewNetNamespaceCommand : NetNsCommand
{
    private NamespaceOperations? _namespaces;
    private int _made;

    /// <summary>Their names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Name { get; set; } = [];

    /// <summary>Leaves lo switched off.</summary>
    [Parameter]
    public SwitchParameter LoopbackDown { get; set; }

    /// <summary>What to do where the name is taken.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        _namespaces ??= new NamespaceOperations(Session);
        for (int i = 0; i < Name.Length; i++)
        {
            string name = Name[i];
            bool isLast = i == Name.Length - 1;
            Attempt(name, () =>
            {
                NamespaceName.Check(name);
                Change(name, "Create network namespace", () => Create(name, isLast), () => Planned.Namespace(Session, name));
            });
        }
    }

    private NetNamespace Create(string name, bool isLast)
    {
        NetNamespace created = _namespaces!.Create(name, !LoopbackDown, IfExists == IfExists.Reuse);
        // The next one is made while the rest of the pipeline works with this one. After two, a third is likely.
        if (Session.Rehearsal is not null)
            return created;
        if (!isLast || (++_made > 1 && MyInvocation.ExpectingInput))
            _namespaces.MakeAhead(!LoopbackDown);
        return created;
    }
}
