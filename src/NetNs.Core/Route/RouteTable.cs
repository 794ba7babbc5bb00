namespace NetNs.Route;

/// <summary>Numbers of the routing tables with a name, linux/rtnetlink.h.</summary>
internal static class RouteTable
{
    internal const uint Unspecified = 0; // RT_TABLE_UNSPEC
    internal const uint Default = 253; // RT_TABLE_DEFAULT
    internal const uint Main = 254; // RT_TABLE_MAIN
    internal const uint Local = 255; // RT_TABLE_LOCAL
}
