using System.Globalization;
using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists policy rules.</summary>
[Cmdlet(VerbsCommon.Get, "NetRule")]
[OutputType(typeof(NetRule))]
public sealed class GetNetRuleCommand : NetNsCommand, IListsEverywhere
{
    /// <summary>Only rules with these priorities.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(RulePriorityCompleter))]
    public uint[]? Priority { get; set; }

    /// <summary>Only IPv4, or only IPv6.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>Only rules that look in this table: Main, Local, Default or a number.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RouteTableCompleter))]
    public string? Table { get; set; }

    /// <summary>Only rules that do this.</summary>
    [Parameter]
    public NetRuleAction[]? Action { get; set; }

    /// <summary>Where to look: NetNamespace objects, names, paths, process ids. Left out, it is the namespace of the calling thread.</summary>
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
            Attempt(target, () => List(Session.In(target?.Resolve(Session))));
    }

    private void List(NamespaceContext context)
    {
        string? table = Table is null ? null : PolicyText.Table(RouteTableName.Parse(Table));
        var missing = new SortedSet<uint>(Priority ?? []);
        foreach (NetRule rule in RuleOperations.List(context, AddressFamily))
        {
            if (Priority is not null && !Priority.Contains(rule.Priority))
                continue;
            missing.Remove(rule.Priority);
            if ((table is null || table == rule.Table) && (Action is null || Action.Contains(rule.Action)))
                WriteObject(rule);
        }

        foreach (uint priority in missing)
            Attempt(priority, () => throw RuleOperations.NotFound($"with the priority {priority.ToString(CultureInfo.InvariantCulture)}", context.Namespace));
    }
}
