using System.Diagnostics;
using System.Management.Automation;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Gives a network namespace that is there a name.</summary>
[Cmdlet(VerbsData.Mount, "NetNamespace", SupportsShouldProcess = true, DefaultParameterSetName = "ByObject")]
[OutputType(typeof(NetNamespace))]
public sealed class MountNetNamespaceCommand : NetNsCommand
{
    /// <summary>The name it gets.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    public string Name { get; set; } = "";

    /// <summary>The namespace of this process.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ByProcessId", ValueFromPipelineByPropertyName = true)]
    [Alias("PID")]
    public int ProcessId { get; set; }

    /// <summary>The namespace that this file stands for: /run/docker/netns/0123456789ab.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ByPath")]
    public string Path { get; set; } = "";

    /// <summary>A process in it, or the namespace as Get-NetNamespace -All gives it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ByObject", ValueFromPipeline = true)]
    [Alias("Process")]
    [NamespaceObjectTransform]
    public NamespaceArgument? InputObject { get; set; }

    /// <summary>What to do where the name is taken.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        object target = ParameterSetName switch { "ByPath" => Path, "ByObject" => InputObject!.Subject, _ => ProcessId };
        Attempt(target, () =>
        {
            NamespaceName.Check(Name);
            var namespaces = new NamespaceOperations(Session);
            NetNamespace source = ParameterSetName switch
            {
                "ByPath" => namespaces.FromPath(SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path)),
                "ByObject" => InputObject!.Resolve(Session),
                _ => namespaces.FromProcess(ProcessId),
            };
            Change($"{source} as {Name}", "Mount network namespace", () => namespaces.Attach(Name, source, IfExists == IfExists.Reuse), () => Planned.Namespace(Session, Name));
        });
    }
}
