using System.Management.Automation;
using System.Net;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists routes.</summary>
[Cmdlet(VerbsCommon.Get, "NetRoute")]
[OutputType(typeof(NetRoute))]
public sealed class GetNetRouteCommand : LinkListCommand
{
    private TextFilter? _destinations;
    private IPNetwork[]? _networks;
    private IPAddress[]? _nextHops;
    private uint? _table;

    /// <summary>Only routes to these networks; default means 0.0.0.0/0 and ::/0; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [Alias("Destination")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RouteDestinationCompleter))]
    public string[]? DestinationPrefix { get; set; }

    /// <summary>Only routes by these routers; 0.0.0.0 and :: mean routes to what is on the link.</summary>
    [Parameter]
    [Alias("via", "Gateway")]
    [ArgumentCompleter(typeof(NextHopCompleter))]
    public string[]? NextHop { get; set; }

    /// <summary>Only routes with these metrics.</summary>
    [Parameter]
    [Alias("Metric")]
    public uint[]? RouteMetric { get; set; }

    /// <summary>Only IPv4, or only IPv6.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>Only routes of this type.</summary>
    [Parameter]
    public NetRouteType? Type { get; set; }

    /// <summary>The routing table: Main, Local, Default, a number, or All. Left out, it is Main.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RouteTableCompleter))]
    public string Table { get; set; } = "Main";

    private protected override void BeginInput()
    {
        base.BeginInput();
        Prepare(Table, () => _table = RouteTableName.ParseOrAll(Table));
        Prepare(NextHop, () => _nextHops = NextHop is null ? null : [.. NextHop.Select(n => RouteOptions.Parse("default", [n]).NextHops.FirstOrDefault() ?? IPAddress.Parse(n))]);
        string table = _table is null ? "" : $" in table {Table}";
        _destinations = Named(DestinationPrefix, Normalize, (text, where) => new NetNsException(NetNsError.RouteNotFound,
            $"There is no route to {text}{where}{table}.", text, "List all with Get-NetRoute without a destination. Find-NetRoute tells which route leads to an address."));
        // Without wildcards there is no need to put every route into words.
        if (_destinations is { HasPatterns: false })
            _networks = [.. _destinations.Literals.SelectMany(l => RouteOptions.IsDefault(l) ? [Subnet.AllIPv4, Subnet.AllIPv6] : new[] { Subnet.Parse(l) })];
    }

    private protected override void List(NamespaceContext context, LinkSelection links)
    {
        var what = new RouteQuery
        {
            Family = AddressFamily,
            Table = _table,
            Link = links.Single,
            Type = Type,
            Metrics = RouteMetric,
            NextHops = _nextHops,
            Destinations = _networks,
            DestinationText = _destinations is null ? null : text => IsNamed(_destinations, text),
            LeavesBy = links.IsAll || links.Single != 0 ? null : links.Contains,
        };
        foreach (NetRoute route in RouteOperations.List(context, what))
            WriteObject(route);
    }

    private static string Normalize(string text) => RouteOptions.IsDefault(text) ? "default" : Subnet.Parse(text).ToString();
}
