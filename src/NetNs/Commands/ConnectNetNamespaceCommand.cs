using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Connects two namespaces by a cable with addresses.</summary>
[Cmdlet(VerbsCommunications.Connect, "NetNamespace", SupportsShouldProcess = true)]
[OutputType(typeof(VethPair))]
public sealed class ConnectNetNamespaceCommand : NetNsCommand
{
    /// <summary>The namespace of the first end.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[] Namespace { get; set; } = [];

    /// <summary>The namespace of the second end.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument PeerNamespace { get; set; } = null!;

    /// <summary>The networks of the cable, one of each family; the ends get the first two addresses of each.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [NeverNull(NetNsError.SubnetInvalid)]
    public string[] Subnet { get; set; } = [];

    /// <summary>Name of the first end. Left out, it is the first of eth0, eth1 and so on that is free.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? InterfaceAlias { get; set; }

    /// <summary>Name of the second end. Left out, it is as the first, or the first of eth0, eth1 and so on that is free.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? PeerInterfaceAlias { get; set; }

    /// <summary>MTU of both ends, in bytes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Mtu { get; set; }

    /// <summary>The ends whose namespace gets a default route over the cable.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public CableEnd[] DefaultRoute { get; set; } = [];

    /// <summary>What to do where such a cable is there already.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (NamespaceArgument near in Namespace)
            Attempt(near, () => Connect(near));
    }

    private void Connect(NamespaceArgument near)
    {
        var options = new CableOptions
        {
            Name = InterfaceAlias is null or "" ? null : LinkName.Check(InterfaceAlias),
            PeerName = PeerInterfaceAlias is null or "" ? null : LinkName.Check(PeerInterfaceAlias),
            Subnets = CableOptions.ParseSubnets(Subnet),
            Mtu = Mtu,
            DefaultRoutes = [.. DefaultRoute.Distinct()],
            Reuse = IfExists == IfExists.Reuse,
        };
        if (DefaultRoute.Length > 0 && Subnet.Length == 0)
            throw new NetNsException(NetNsError.ArgumentsInvalid, "A default route needs the address of the other end: the cable has none.", null, "Say -Subnet 10.0.0.0/30, for example.");
        if (options.DefaultRoutes.Count > 1)
            throw new NetNsException(NetNsError.ArgumentsInvalid, "A default route at both ends would send packets back and forth.", null, "Say -DefaultRoute A or -DefaultRoute B.");
        // The session keeps one namespace besides the current one.
        NetNamespace first = near.Resolve(Session);
        NetNamespace second = PeerNamespace.Resolve(Session);
        using NamespaceContext? own = first.Equals(Session.Current.Namespace) ? null : Session.Open(first);
        NamespaceContext context = own ?? Session.Current;
        var cable = new NamespaceCable(Session, context, Session.In(second));
        VethOptions plan = cable.Plan(options);
        Change($"{plan.Name} in namespace {first} and {plan.PeerName} in namespace {second}", "Create cable", () => cable.Connect(options), () => Planned.Pair(plan.Name, first, plan.PeerName, second));
    }
}
