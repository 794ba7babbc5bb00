using System.Globalization;
using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Removes policy rules.</summary>
[Cmdlet(VerbsCommon.Remove, "NetRule", SupportsShouldProcess = true)]
public sealed class RemoveNetRuleCommand : RuleCommand
{
    /// <summary>Their priorities. All rules with them go that the other parameters do not leave out.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RulePriorityCompleter))]
    public uint[] Priority { get; set; } = [];

    /// <summary>A rule seen earlier: this one and no other.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ExactType(typeof(NetRule))]
    public NetRule? InputObject { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (InputObject is { Message: not null } seen)
        {
            Attempt(seen, () => Remove(Session.In(seen.Namespace), seen));
            return;
        }

        foreach (uint priority in Priority)
            Attempt(priority, () => RemoveNamed(priority));
    }

    private void RemoveNamed(uint priority)
    {
        NamespaceContext context = Context;
        Func<NetRule, bool> isWanted = Filter();
        List<NetRule> found = [.. RuleOperations.List(context, AddressFamily).Where(r => r.Priority == priority && isWanted(r))];
        if (found.Count == 0)
            throw RuleOperations.NotFound($"with the priority {priority.ToString(CultureInfo.InvariantCulture)}", context.Namespace);
        foreach (NetRule rule in found)
            Attempt(priority, () => Remove(context, rule));
    }

    // What the user said of it, in the form that objects show.
    private Func<NetRule, bool> Filter()
    {
        string? from = Given(From) is { } f ? Subnet.Parse(f).ToString() : null, to = Given(To) is { } t ? Subnet.Parse(t).ToString() : null;
        (uint? mark, uint? mask) = PolicyText.ParseMark(Given(FwMark));
        string? markText = PolicyText.Mark(mark, mask), protocol = PolicyText.Protocol(PolicyText.ParseProtocol(Given(Protocol)));
        string? sourcePort = PolicyText.Ports(PolicyText.ParsePorts(Given(SourcePort))), port = PolicyText.Ports(PolicyText.ParsePorts(Given(DestinationPort)));
        string? table = Given(Table) is { } said ? PolicyText.Table(RouteTableName.Parse(said)) : null;
        return r => Fits(from, r.FromText) && Fits(to, r.ToText) && Fits(markText, r.FwMark) && Fits(Given(InterfaceAlias), r.InterfaceAlias) && Fits(Given(OutInterface), r.OutInterface)
            && Fits(protocol, r.Protocol) && Fits(sourcePort, r.SourcePort) && Fits(port, r.DestinationPort) && Fits(table, r.Table) && (Action is null || Action == r.Action);
    }

    private static bool Fits(string? wanted, string? there) => wanted is null || wanted == there;

    private void Remove(NamespaceContext context, NetRule rule)
    {
        if (ShouldProcess($"{rule}{context.Namespace.Suffix}", "Remove policy rule"))
            RuleOperations.Remove(context, rule);
    }
}
