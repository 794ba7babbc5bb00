using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists the base chains of namespaces: whose rules see their packets, where and in which order.</summary>
[Cmdlet(VerbsCommon.Get, "NetFirewallHook")]
[OutputType(typeof(NetFirewallHook))]
public sealed class GetNetFirewallHookCommand : NetNsCommand
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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NamespaceArgument? target in Namespace ?? [null!])
            Attempt(target, () => List(Session.In(target?.Resolve(Session))));
    }

    private void List(NamespaceContext context)
    {
        WriteObject(FirewallOperations.List(context, IsWanted), enumerateCollection: true);
        if (FirewallOperations.LegacyTables(context) is { Count: > 0 } tables)
            WriteWarning($"There are also rules of iptables-legacy{context.Namespace.Suffix}, which this list leaves out (tables {string.Join(", ", tables)}). See them with: {context.Command("iptables-legacy-save", "").TrimEnd()}");
    }

    private bool IsWanted(FirewallHook hook) => Hook is null || Hook.Contains(hook);
}
