using NetNs.Netlink;

namespace NetNs.Route;

/// <content>Routes.</content>
internal sealed partial class RouteClient
{
    /// <summary>Adds a route.</summary>
    /// <exception cref="NetlinkException">EEXIST where it is there, ENETUNREACH where the gateway is on no connected network.</exception>
    internal void AddRoute(RouteMessage route) => Change(RouteMessageType.NewRoute, MessageFlags.Create | MessageFlags.Exclusive, route, "add");

    /// <summary>Adds a route and returns it as the kernel made it: with its link, scope and metric.</summary>
    /// <exception cref="NetlinkException">EEXIST where it is there, ENETUNREACH where the gateway is on no connected network.</exception>
    internal RouteMessage CreateRoute(RouteMessage route)
        => Change(RouteMessageType.NewRoute, MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Echo, route, "add") ?? route;

    /// <summary>Adds a route, or changes the one to the same destination with the same metric.</summary>
    internal void ReplaceRoute(RouteMessage route) => Change(RouteMessageType.NewRoute, MessageFlags.Create | MessageFlags.Replace, route, "replace");

    /// <summary>Removes the first route that matches.</summary>
    /// <exception cref="NetlinkException">ESRCH where none does.</exception>
    internal void DeleteRoute(RouteMessage route) => Change(RouteMessageType.DelRoute, MessageFlags.None, route, "remove");

    /// <summary>Removes the first route that matches and returns it, where the kernel tells.</summary>
    /// <exception cref="NetlinkException">ESRCH where none does.</exception>
    internal RouteMessage? DeleteRouteWithEcho(RouteMessage route) => Change(RouteMessageType.DelRoute, MessageFlags.Echo, route, "remove");

    /// <summary>The routes of a table, filtered in the kernel.</summary>
    /// <param name="family">AF_INET, AF_INET6, or 0 for both.</param>
    /// <param name="table">The table's number, or null for every table.</param>
    internal List<RouteMessage> DumpRoutes(int family = 0, uint? table = RouteTable.Main)
        => Connection.Dump<RouteMessage>(RouteQuery(Fresh(), family, table, 0, RouteKind.Unspecified), ListRoutes);

    /// <summary>The same as a stream; see <see cref="NetlinkConnection.Stream"/>.</summary>
    /// <param name="family">AF_INET, AF_INET6, or 0 for both, and then multicast routing tables with them.</param>
    /// <param name="table">The table's number, or null for every table.</param>
    /// <param name="link">Index of the link that they leave by, or 0 for all.</param>
    /// <param name="kind">What they do, or Unspecified for all.</param>
    /// <remarks>The kernel does not flag dumps of routes as interrupted: it goes on behind the last one that it gave out.</remarks>
    internal IEnumerable<RouteMessage> StreamRoutes(int family = 0, uint? table = RouteTable.Main, int link = 0, RouteKind kind = RouteKind.Unspecified)
        => Connection.Stream<RouteMessage>(RouteQuery(new NetlinkWriter(), family, table, link, kind), ListRoutes);

    /// <summary>The route that the kernel would take.</summary>
    /// <exception cref="NetlinkException">ENETUNREACH, EHOSTUNREACH, EACCES or EINVAL by the kind of route or its absence.</exception>
    internal RouteMessage LookUpRoute(RouteMessage query)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetRoute, MessageFlags.None))
            query.Write(writer);
        return Connection.Get<RouteMessage>(writer, $"find a route to {query.Destination}");
    }

    /// <summary>The route that the kernel would take, both as the table has it and as it would be taken: with a source address.</summary>
    /// <exception cref="NetlinkException">ENETUNREACH, EHOSTUNREACH, EACCES or EINVAL by the kind of route or its absence.</exception>
    internal (RouteMessage Entry, RouteMessage Taken) LookUpEntry(RouteMessage query)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetRoute, MessageFlags.None))
            (query with { Flags = query.Flags | RouteFlags.FibMatch }).Write(writer);
        using (writer.Message(RouteMessageType.GetRoute, MessageFlags.None))
            query.Write(writer);
        RouteMessage? entry = null, taken = null;
        string what = $"find a route to {query.Destination}";
        Connection.Execute(writer, what, (int request, in MessageHeader header, ReadOnlySpan<byte> payload) =>
        {
            if (header.Type != RouteMessageType.NewRoute)
                return;
            if (request == 0)
                entry = RouteMessage.Parse(payload);
            else
                taken = RouteMessage.Parse(payload);
        });
        return taken is null ? throw new NetlinkFormatException($"No answer came to the request to {what}.") : (entry ?? taken, taken);
    }

    internal static string Describe(string verb, RouteMessage route)
    {
        string destination = route.Destination is null ? "default" : $"{route.Destination}/{route.DestinationLength}";
        return route.Gateway is null ? $"{verb} route {destination}" : $"{verb} route {destination} via {route.Gateway}";
    }

    private const string ListRoutes = "list routes";

    private static NetlinkWriter RouteQuery(NetlinkWriter writer, int family, uint? table, int link, RouteKind kind)
    {
        using (writer.Message(RouteMessageType.GetRoute, MessageFlags.Dump))
        {
            var header = new RouteHeader { Family = (byte)family, Kind = kind };
            writer.PutHeader(in header);
            if (link != 0)
                writer.Put(RouteAttribute.OutputLink, link);
            if (table is { } number)
                writer.Put(RouteAttribute.Table, number);
        }

        return writer;
    }

    private RouteMessage? Change(ushort type, MessageFlags flags, RouteMessage route, string verb)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(type, flags))
            route.Write(writer);
        RouteMessage? echo = null;
        Connection.Execute(writer, Describe(verb, route), (int _, in MessageHeader header, ReadOnlySpan<byte> payload) =>
        {
            if (header.Type == type)
                echo = RouteMessage.Parse(payload);
        });
        return echo;
    }
}
