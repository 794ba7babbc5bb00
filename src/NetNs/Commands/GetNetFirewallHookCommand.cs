using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists the base chains of namespaces: whose rules see their packets, where and in which order.</summary>
[Cmdlet(VerbsCommon.Get, "NetFirewallHook")]
[OutputType(typeof(NetFirewallHook))]
public sealed class GetNetFirewallHookCommand : NetNsCommand, IListsEverywhere
{
    /// <summary>Only chains at these places on a packet's way.</summary>
    [Parameter(Position = 0)]
    public FirewallHook[]? Hook { get; set; }

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
            Attempt(target, () => WriteObject(FirewallOperations.List(Session.In(target?.Resolve(Session)), IsWanted), enumerateCollection: true));
    }

    private bool IsWanted(FirewallHook hook) => Hook is null || Hook.Contains(hook);
}
