using System.Globalization;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>How a user names a routing table: Main, Local, Default, or a number.</summary>
internal static class RouteTableName
{
    /// <summary>The number of a table.</summary>
    /// <exception cref="NetNsException">RouteInvalid.</exception>
    internal static uint Parse(string text) => text.ToUpperInvariant() switch
    {
        "MAIN" => RouteTable.Main,
        "LOCAL" => RouteTable.Local,
        "DEFAULT" => RouteTable.Default,
        _ when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number != RouteTable.Unspecified => number,
        _ => throw new NetNsException(NetNsError.RouteInvalid, $"'{text}' is not a routing table.", text, "Say Main, Local, Default or a number from 1 to 4294967295."),
    };

    /// <summary>The number of a table, or null for "All".</summary>
    /// <exception cref="NetNsException">RouteInvalid.</exception>
    internal static uint? ParseOrAll(string text) => text.Equals("all", StringComparison.OrdinalIgnoreCase) ? null : Parse(text);
}
