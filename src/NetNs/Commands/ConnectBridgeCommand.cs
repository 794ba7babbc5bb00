using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Connects namespaces to a bridge.</summary>
[Cmdlet(VerbsCommunications.Connect, "Bridge", SupportsShouldProcess = true, DefaultParameterSetName = "NextAddress")]
[OutputType(typeof(BridgeConnection))]
public sealed class ConnectBridgeCommand : NetNsCommand
{
    private BridgeConnector? _connector;

    /// <summary>The bridge.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [LinkTransform]
    [ArgumentCompleter(typeof(BridgeOfConnectionCompleter))]
    public LinkArgument Bridge { get; set; } = null!;

    /// <summary>The namespaces to be connected.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[] Namespace { get; set; } = [];

    /// <summary>Where the bridge is. Left out, a Bridge object knows; else it is the namespace of the calling thread.</summary>
    [Parameter]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? BridgeNamespace { get; set; }

    /// <summary>
    /// The inner end's addresses, in CIDR form or with the prefix length of the bridge's subnet. Left out, it is the next free
    /// address of each of the bridge's subnets.
    /// </summary>
    [Parameter(ParameterSetName = "GivenAddress", Mandatory = true)]
    public string[] IPAddress { get; set; } = [];

    /// <summary>Gives the inner end no address.</summary>
    [Parameter(ParameterSetName = "NoAddress", Mandatory = true)]
    public SwitchParameter NoAddress { get; set; }

    /// <summary>The inner end's name.</summary>
    [Parameter]
    public string InterfaceAlias { get; set; } = ConnectOptions.DefaultInterfaceAlias;

    /// <summary>The port's name. Left out, it is veth- and the namespace's name where that fits, else the kernel chooses.</summary>
    [Parameter]
    public string? HostInterfaceAlias { get; set; }

    /// <summary>Makes no default route through the bridge.</summary>
    [Parameter]
    public SwitchParameter NoDefaultRoute { get; set; }

    /// <summary>Gives the inner end an IPv6 link-local address also where it has no other IPv6 address.</summary>
    [Parameter]
    public SwitchParameter IPv6LinkLocal { get; set; }

    /// <summary>MTU of both ends, in bytes. Left out, it is the bridge's.</summary>
    [Parameter]
    public int? Mtu { get; set; }

    /// <summary>Whether the port sends frames back to where they came from. On, unless said otherwise with -Hairpin:$false.</summary>
    [Parameter]
    public SwitchParameter Hairpin { get; set; } = true;

    /// <summary>What to do where the inner end is there already.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (NamespaceArgument target in Namespace)
            Attempt(target.Subject, () => Connect(target));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _connector?.Dispose();
        base.Dispose(disposing);
    }

    private void Connect(NamespaceArgument argument)
    {
        ConnectOptions options = Options();
        NetNamespace target = Announced(argument) ?? argument.Resolve(Session);
        try
        {
            _connector ??= BridgeConnector.Open(Session, Resolver.NamespaceOf(Bridge, BridgeNamespace, nameof(BridgeNamespace)), Bridge.Reference);
        }
        catch (NetNsException e) when (Session.Rehearsal?.Announced.Explain(e) == true)
        {
            // The bridge, too, is only announced.
            Bridge announced = Planned.Bridge(Bridge.ToString(), Bridge.Reference.Namespace ?? BridgeNamespace?.TryResolve(Session) ?? Session.Current.Namespace);
            Change($"namespace {target}", $"Connect to {announced.Description}", () => throw e, () => Planned.Connection(announced, target, options));
            return;
        }

        Change($"namespace {target}", $"Connect to {_connector.Bridge.Description}", () => _connector.Connect(target, options), () => Planned.Connection(_connector.Bridge, target, options));
    }

    private ConnectOptions Options() => new()
    {
        Addresses = ParameterSetName == "NextAddress" ? null : [.. IPAddress.Select(RequestedAddress.Parse)],
        InterfaceAlias = LinkName.Check(InterfaceAlias),
        HostInterfaceAlias = HostInterfaceAlias is null ? null : LinkName.Check(HostInterfaceAlias),
        DefaultRoute = !NoDefaultRoute && !NoAddress,
        IPv6LinkLocal = IPv6LinkLocal,
        Mtu = Mtu is { } mtu ? (int)LinkOperations.CheckMtu(mtu) : null,
        Hairpin = Hairpin,
        Reuse = IfExists == IfExists.Reuse,
    };
}
