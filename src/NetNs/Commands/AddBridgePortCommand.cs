using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes links ports of a bridge.</summary>
[Cmdlet(VerbsCommon.Add, "BridgePort", SupportsShouldProcess = true)]
[OutputType(typeof(BridgePort))]
public sealed class AddBridgePortCommand : NamespaceTargetCommand
{
    private readonly BridgeFirewalls _firewalls = new();

    /// <summary>The bridge.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [LinkTransform]
    [ArgumentCompleter(typeof(BridgeNameCompleter))]
    public LinkArgument Bridge { get; set; } = null!;

    /// <summary>The links: NetLinks, VethPairs (their first ends), names or numbers.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias")]
    [BridgePortTransform]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public LinkArgument[] Link { get; set; } = [];

    /// <summary>Lets a frame leave by the port that it came in by.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchTransform]
    public SwitchParameter Hairpin { get; set; }

    /// <summary>Lets it talk only to ports that are not isolated.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchTransform]
    public SwitchParameter Isolated { get; set; }

    /// <summary>What to do where the link is a port of this bridge already.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (LinkArgument argument in Link)
            Attempt(argument.Subject, () => Add(argument));
    }

    private void Add(LinkArgument argument)
    {
        NetNamespace? where = Resolver.OwnNamespaceOf(Bridge);
        NetNamespace? told = Resolver.OwnNamespaceOf(argument);
        if (where is not null && told is not null && !where.Equals(told))
        {
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"Cannot add {argument} to bridge {Bridge}: the link is in namespace {told}, the bridge in {where}.", argument.ToString(),
                $"Move the link first with: {told.Cmdlet($"Move-NetLink {argument} -Destination {where.Name ?? where.Path}")}");
        }

        NamespaceContext context = Session.In(where ?? told ?? Namespace?.Resolve(Session));
        FoundLink bridge = LinkResolver.FindBridge(context, Bridge);
        FoundLink link = LinkResolver.Find(context, argument);
        var settings = new BridgePortSettings { Hairpin = Said(Hairpin, nameof(Hairpin)), Isolated = Said(Isolated, nameof(Isolated)) };
        Change(link.Description, $"Add to bridge {bridge.Name}", () =>
        {
            BridgePort port = new BridgeOperations(Session).AddPort(context, bridge.Message, link.Message, settings, IfExists == IfExists.Reuse);
            _firewalls.Check(context, bridge.Name);
            return port;
        });
    }
}
