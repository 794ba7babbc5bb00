using System.Management.Automation;
using System.Net;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Removes routes.</summary>
[Cmdlet(VerbsCommon.Remove, "NetRoute", SupportsShouldProcess = true)]
public sealed class RemoveNetRouteCommand : LinkScopedCommand
{
    /// <summary>The networks, in CIDR form; default means 0.0.0.0/0, and ::/0 with -AddressFamily or an IPv6 next hop. All routes to them go that the other parameters do not leave out.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(RouteDestinationCompleter))]
    public string[] DestinationPrefix { get; set; } = [];

    /// <summary>Only those by this router.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("via", "Gateway")]
    [ArgumentCompleter(typeof(NextHopCompleter))]
    public string? NextHop { get; set; }

    /// <summary>Only those with this metric.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Metric")]
    public uint? RouteMetric { get; set; }

    /// <summary>Only those of this type.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public NetRouteType? Type { get; set; }

    /// <summary>The routing table: Main, Local, Default, a number, or All. Left out, it is Main.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RouteTableCompleter))]
    [AllowEmptyString]
    public string? Table { get; set; } = "Main";

    /// <summary>What default means.</summary>
    [Parameter]
    public IPFamily? AddressFamily { get; set; }

    /// <summary>A route seen earlier: this one and no other.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ExactType(typeof(NetRoute))]
    public NetRoute? InputObject { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (InputObject is { } seen)
        {
            Attempt(seen, () => Remove(Session.In(seen.Namespace), seen));
            return;
        }

        foreach (string destination in DestinationPrefix)
            Attempt(destination, () => RemoveNamed(destination));
    }

    private void RemoveNamed(string destination)
    {
        RouteOptions wanted = RouteOptions.Parse(destination, NextHop is null ? [] : [NextHop], null, AddressFamily);
        // 0.0.0.0 and ::, which the parser takes for no next hop, mean routes straight to the link.
        IPAddress[]? hops = NextHop is null ? null : wanted.NextHops.Length > 0 ? wanted.NextHops : [IPAddress.Any, IPAddress.IPv6Any];
        NamespaceContext context = Context;
        FoundLink? link = FindLinkIfNamed(context);
        var listing = new RouteQuery
        {
            Family = wanted.Family,
            Table = RouteTableName.ParseOrAll(string.IsNullOrEmpty(Table) ? "Main" : Table),
            Type = Type,
            Destinations = [wanted.Destination],
            NextHops = hops,
            Metrics = RouteMetric is { } metric ? [metric] : null,
            LeavesBy = link is null ? null : index => index == link.Index,
        };
        List<NetRoute> found = [.. RouteOperations.List(context, listing)];
        if (found.Count == 0)
            throw RouteOperations.NotFound(wanted.Name, context.Namespace);
        foreach (NetRoute route in found)
            Attempt(destination, () => Remove(context, route));
    }

    private void Remove(NamespaceContext context, NetRoute route)
    {
        if (ShouldRemove($"{route}{context.Namespace.Suffix}", "Remove route", context.Namespace, route.DestinationPrefix.ToString()))
            RouteOperations.Remove(context, route);
    }
}
