using System.Globalization;

namespace NetNs.Operations;

/// <summary>A route in a lab definition, in the words of <c>ip route</c>: "10.9.0.0/24 via 10.2.0.2", "default via fd00::1 dev eth1 metric 5", "blackhole 10.0.0.0/8".</summary>
internal static class LabRouteText
{
    private const string Form = "write DESTINATION via NEXTHOP, and if needed dev LINK, metric NUMBER, src ADDRESS, onlink; or blackhole, unreachable or prohibit DESTINATION";

    /// <summary>Reads one.</summary>
    /// <exception cref="NetNsException">LabInvalid, SubnetInvalid, AddressInvalid, RouteInvalid.</exception>
    internal static LabRoute Parse(string text)
    {
        Queue<string> words = new(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (!words.TryDequeue(out string? first))
            throw Invalid(text, "it is empty");
        NetRouteType type = first.ToLowerInvariant() switch
        {
            "blackhole" => NetRouteType.Blackhole,
            "unreachable" => NetRouteType.Unreachable,
            "prohibit" => NetRouteType.Prohibit,
            _ => NetRouteType.Unicast,
        };
        string destination = type == NetRouteType.Unicast ? first : Next(words, text, first);
        var hops = new List<string>();
        string? link = null, source = null;
        uint? metric = null;
        bool onLink = false;
        while (words.TryDequeue(out string? word))
        {
            switch (word)
            {
                case "via":
                    hops.Add(Next(words, text, word));
                    break;
                case "dev":
                    link = LinkName.Check(Next(words, text, word));
                    break;
                case "src":
                    source = Next(words, text, word);
                    break;
                case "metric":
                    string number = Next(words, text, word);
                    metric = uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out uint value) ? value : throw Invalid(text, $"'{number}' is not a metric");
                    break;
                case "onlink":
                    onLink = true;
                    break;
                default:
                    throw Invalid(text, $"'{word}' is not a word of a route");
            }
        }

        RouteOptions options = RouteOptions.Parse(destination, hops, source) with { Metric = metric, Type = type, OnLink = onLink };
        return new LabRoute(options.Check(link is not null), link);
    }

    private static string Next(Queue<string> words, string text, string after)
        => words.TryDequeue(out string? word) ? word : throw Invalid(text, $"nothing follows '{after}'");

    private static NetNsException Invalid(string text, string reason) => new(NetNsError.LabInvalid, $"'{text}' is not a route: {reason}; {Form}");
}
