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
        // Said to be on the link: 0.0.0.0 or ::.
        bool direct = NextHop is not null && wanted.NextHops.Length == 0;
        NamespaceContext context = Context;
        FoundLink? link = FindLinkIfNamed(context);
        var listing = new RouteQuery
        {
            Family = wanted.Family,
            Table = RouteTableName.ParseOrAll(string.IsNullOrEmpty(Table) ? "Main" : Table),
            Type = Type,
            Wanted = r => r.DestinationLength == wanted.Destination.PrefixLength && (r.Destination is null || r.Destination.Equals(wanted.Destination.BaseAddress))
                && (RouteMetric is null || RouteMetric == (r.Priority ?? 0)),
        };
        List<NetRoute> found = [.. RouteOperations.List(context, listing).Where(r => NextHop is null || GoesBy(r, wanted.NextHops, direct)).Where(r => link is null || LeavesBy(r, link.Index))];
        if (found.Count == 0)
            throw RouteOperations.NotFound(wanted.Name, context.Namespace);
        foreach (NetRoute route in found)
            Attempt(destination, () => Remove(context, route));
    }

    private static bool GoesBy(NetRoute route, IPAddress[] hops, bool direct)
        => direct ? RouteFactory.IsNone(route.NextHop) && route.NextHops.Length == 0
            : route.NextHops.Length > 0 ? route.NextHops.Any(h => h.NextHop.Equals(hops[0]))
            : route.NextHop.Equals(hops[0]);

    private static bool LeavesBy(NetRoute route, int link)
        => route.NextHops.Length > 0 ? route.NextHops.Any(h => h.InterfaceIndex == link) : route.InterfaceIndex == link;

    private void Remove(NamespaceContext context, NetRoute route)
    {
        if (ShouldRemove($"{route}{context.Namespace.Suffix}", "Remove route", context.Namespace, route.DestinationPrefix.ToString()))
            RouteOperations.Remove(context, route);
    }
}
