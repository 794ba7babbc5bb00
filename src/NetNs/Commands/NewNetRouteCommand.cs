using System.Management.Automation;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes routes.</summary>
[Cmdlet(VerbsCommon.New, "NetRoute", SupportsShouldProcess = true)]
[OutputType(typeof(NetRoute))]
public sealed class NewNetRouteCommand : LinkScopedCommand
{
    private bool _nextHopWasSaid;

    /// <summary>The networks, in CIDR form; default means all, 0.0.0.0/0 or ::/0 by the next hop.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NewDestinationCompleter))]
    public string[] DestinationPrefix { get; set; } = [];

    /// <summary>The router; several share the flows among them. Left out, the network is on the link.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("via", "Gateway")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NextHopCompleter))]
    public string[] NextHop { get; set; } = [];

    /// <summary>The lower wins. Left out, it is the kernel's default: 0 for IPv4, 1024 for IPv6.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Metric")]
    public uint? RouteMetric { get; set; }

    /// <summary>What happens to packets: Unicast sends them on, Blackhole, Unreachable and Prohibit discard them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public NetRouteType Type { get; set; } = NetRouteType.Unicast;

    /// <summary>The routing table: Main, Local, Default or a number. A VRF from the pipe brings its own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RouteTableCompleter))]
    [AllowEmptyString]
    public string? Table { get; set; } = "Main";

    /// <summary>The source address that packets get.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OwnAddressCompleter))]
    public string? Source { get; set; }

    /// <summary>Takes the next hop to be on the link though no address says so.</summary>
    [Parameter]
    public SwitchParameter OnLink { get; set; }

    /// <summary>The largest packet on this way, in bytes.</summary>
    [Parameter]
    public int? Mtu { get; set; }

    /// <summary>What default means where no address tells.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>What to do where the route is there.</summary>
    [Parameter]
    public IfExists IfExists { get; set; }

    private protected override void BeginInput()
    {
        base.BeginInput();
        _nextHopWasSaid = MyInvocation.BoundParameters.ContainsKey(nameof(NextHop));
    }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (string destination in DestinationPrefix)
            Attempt(destination, () => Make(destination));
    }

    private void Make(string destination)
    {
        RouteOptions options = (RouteOptions.Parse(destination, HopsFor(destination), Source, AddressFamily) with
        {
            Metric = RouteMetric,
            Type = Type,
            Table = RouteTableName.Parse(string.IsNullOrEmpty(Table) ? "Main" : Table),
            OnLink = OnLink,
            Mtu = Mtu,
        }).Check(Link is not null);
        NamespaceContext context = Context;
        FoundLink? link = FindLinkIfNamed(context);
        string by = options.NextHops.Length > 0 ? $" via {string.Join(", ", options.NextHops.AsEnumerable())}" : link is null ? $" ({options.Type})" : $" dev {link.Name}";
        Change($"{options.Name}{by}{context.Namespace.Suffix}", "Create route", () => RouteOperations.Create(context, link?.Message, options, IfExists == IfExists.Reuse));
    }

    // A connection from the pipe brings its gateways of both families: only those that fit are meant.
    private IEnumerable<string> HopsFor(string destination)
    {
        if (_nextHopWasSaid || NextHop.Length < 2 || (AddressFamily is null && RouteOptions.IsDefault(destination)))
            return NextHop;
        bool isIPv6 = AddressFamily is { } said ? said == IPFamily.IPv6 : destination.Contains(':');
        return NextHop.Where(h => h.Contains(':') == isIPv6);
    }
}
