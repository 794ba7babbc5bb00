using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes policy rules.</summary>
[Cmdlet(VerbsCommon.New, "NetRule", SupportsShouldProcess = true)]
[OutputType(typeof(NetRule))]
public sealed class NewNetRuleCommand : RuleCommand
{
    /// <summary>Its place: packets meet the rule with the lower number first. Left out, it is one less than the lowest that somebody made.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RulePriorityCompleter))]
    public uint? Priority { get; set; }

    /// <summary>The priority of the rule to go on with.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RulePriorityCompleter))]
    public uint? Goto { get; set; }

    /// <summary>Takes all packets but those described.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Not")]
    [SwitchTransform]
    public SwitchParameter Invert { get; set; }

    /// <summary>Passes over routes with a prefix of at most so many bits: 0 passes over the default route.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? SuppressPrefixLength { get; set; }

    /// <summary>What to do where the rule is there.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(Priority, () =>
    {
        NamespaceContext context = Context;
        var options = new RuleOptions
        {
            Priority = Priority,
            Family = AddressFamily,
            From = Given(From),
            To = Given(To),
            FwMark = Given(FwMark),
            InputLink = NameOf(context, InterfaceAlias),
            OutputLink = NameOf(context, OutInterface),
            Protocol = Given(Protocol),
            SourcePort = Given(SourcePort),
            DestinationPort = Given(DestinationPort),
            Table = Given(Table),
            Action = Action,
            Goto = Goto,
            Invert = Invert,
            SuppressPrefixLength = SuppressPrefixLength,
        };
        bool reuse = IfExists == IfExists.Reuse;
        if (IsWhatIf && RuleOperations.Present(context, options, options.ToMessage(), reuse) is not null)
            return;
        if (ShouldProcess($"{RuleFactory.Create(options.ToMessage(), context.Namespace)}{context.Namespace.Suffix}", "Create policy rule"))
            WriteObject(RuleOperations.Create(context, options, reuse));
    });

    // The kernel compares names, and knows no others. A link that is not there yet keeps the name that was given.
    private static string? NameOf(NamespaceContext context, string? link) => Given(link) is { } name ? LinkResolver.NameOf(context, name) : null;
}
