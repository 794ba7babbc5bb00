using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes network namespaces with a name.</summary>
[Cmdlet(VerbsCommon.New, "NetNamespace", SupportsShouldProcess = true)]
[OutputType(typeof(NetNamespace))]
public sealed class NewNetNamespaceCommand : NetNsCommand
{
    private NamespaceOperations? _namespaces;

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
    protected override void ProcessRecord()
    {
        _namespaces ??= new NamespaceOperations(Session);
        foreach (string name in Name)
        {
            Attempt(name, () =>
            {
                NamespaceName.Check(name);
                if (ShouldProcess(name, "Create network namespace"))
                    WriteObject(_namespaces.Create(name, !LoopbackDown, IfExists == IfExists.Reuse));
            });
        }
    }
}
