using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;

namespace NetNs.Commands;

/// <summary>Runs a script block inside namespaces, on this thread of this session.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "NetNamespace", DefaultParameterSetName = PipedSet)]
[Alias("inns")]
public sealed class InvokeNetNamespaceCommand : BlockCommand
{
    private const string DirectSet = "Direct";
    private const string PipedSet = "Piped";

    /// <summary>Where to run the block: one namespace after the other.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DirectSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PipedSet)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[] Namespace { get; set; } = [];

    /// <summary>What to run there. It sees the caller's variables.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PipedSet)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>Arguments of the block.</summary>
    [Parameter]
    [Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    private protected override void BeginInput() => Prepare(ScriptBlock);

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        bool several = Namespace.Length > 1 || MyInvocation.ExpectingInput;
        foreach (NamespaceArgument given in Namespace)
        {
            NetNamespace? target = null;
            Attempt(given, () => target = given.Resolve(Session));
            if (target is not null)
                Run(target, ScriptBlock, ArgumentList, several ? target.ToString() : null);
        }
    }
}
