using NetNs.Netlink;

namespace NetNs.Route;

/// <content>Routes.</content>
internal sealed partial class RouteClient
{
    /// <summary>Adds a route.</summary>
    /// <exception cref="NetlinkException">EEXIST where it is there, ENETUNREACH where the gateway is on no connected network.</exception>
    internal void AddRoute(RouteMessage route)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.NewRoute, MessageFlags.Create | MessageFlags.Exclusive))
            route.Write(writer);
        Connection.Execute(writer, Describe("add", route));
    }

    /// <summary>Removes the first route that matches.</summary>
    /// <exception cref="NetlinkException">ESRCH where none does.</exception>
    internal void DeleteRoute(RouteMessage route)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.DelRoute, MessageFlags.None))
            route.Write(writer);
        Connection.Execute(writer, Describe("remove", route));
    }

    /// <summary>The routes of a table, filtered in the kernel.</summary>
    /// <param name="family">AF_INET, AF_INET6, or 0 for both.</param>
    /// <param name="table">The table's number, or null for every table.</param>
    internal List<RouteMessage> DumpRoutes(int family = 0, uint? table = RouteTable.Main)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetRoute, MessageFlags.Dump))
        {
            var header = new RouteHeader { Family = (byte)family };
            writer.PutHeader(in header);
            if (table is { } number)
                writer.Put(RouteAttribute.Table, number);
        }

        return Connection.Dump<RouteMessage>(writer, "list routes");
    }

    /// <summary>The route that the kernel would take.</summary>
    /// <exception cref="NetlinkException">ENETUNREACH, EHOSTUNREACH, EACCES or EINVAL by the kind of route or its absence.</exception>
    internal RouteMessage LookUpRoute(RouteMessage query)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetRoute, MessageFlags.None))
            query.Write(writer);
        return Connection.Get<RouteMessage>(writer, $"find a route to {query.Destination}");
    }

    internal static string Describe(string verb, RouteMessage route)
    {
        string destination = route.Destination is null ? "default" : $"{route.Destination}/{route.DestinationLength}";
        return route.Gateway is null ? $"{verb} route {destination}" : $"{verb} route {destination} via {route.Gateway}";
    }
}
