namespace NetNs.Translation;

/// <summary><c>ip route add</c>, <c>replace</c> and <c>delete</c>.</summary>
internal static class IpRoute
{
    private static readonly string[] _types = ["unicast", "blackhole", "unreachable", "prohibit", "throw", "local"];

    internal static Meaning Add(IpRequest request) => Make(request, "New-NetRoute", null);

    internal static Meaning Replace(IpRequest request)
        => Make(request, "New-NetRoute", "Reuse").But(NetCommandConfidence.Partial, "A route to the same destination that differs is an error: remove it first with Remove-NetRoute.");

    internal static Meaning Delete(IpRequest request) => Make(request, "Remove-NetRoute", null);

    private static Meaning Make(IpRequest request, string cmdlet, string? ifExists)
    {
        bool isMade = cmdlet == "New-NetRoute";
        Route route = Read(request.Words);
        if (route.Destination is null)
            return Meaning.Unsupported("The destination is missing.");
        CmdletCall call = request.Call(cmdlet).With(route.Destination);
        if (route.Hops.Count > 0 && (isMade || route.Hops.Count == 1))
            call = call.With("NextHop", CmdletValue.List(route.Hops));
        call = call.With("InterfaceAlias", route.Link).With("RouteMetric", route.Metric).With("Type", route.Type is null or "unicast" ? null : (CmdletValue)(char.ToUpperInvariant(route.Type[0]) + route.Type[1..]))
            .With("Table", route.Table);
        if (isMade)
            call = call.With("Source", route.Source).With("Mtu", route.Mtu).Switch("OnLink", route.IsOnLink);
        // "default" says nothing of the family where no address does.
        if (request.Family == "IPv6" && route.Destination.Text == "default" && !route.Hops.Any(h => h.Text.Contains(':', StringComparison.Ordinal)))
            call = call.With("AddressFamily", "IPv6");
        call = call.With("IfExists", ifExists);
        return route.Left.Count == 0 ? Meaning.Exact(call) : Meaning.Partial($"Without an equivalent: {string.Join(", ", route.Left)}.", call);
    }

    private static Route Read(WordReader words)
    {
        var route = new Route();
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            switch (word.Text)
            {
                case "to":
                    break;
                case "via":
                    words.TryTake("inet", "inet6");
                    route.Hops.Add(words.Take("an address"));
                    break;
                case "nexthop":
                    break;
                case "weight":
                    if (words.Take("a weight").Text is not "1" and var weight)
                        route.Left.Add($"weight {weight}");
                    break;
                case "dev" or "oif":
                    CmdletValue link = words.Take("the name of a link");
                    if (route.Link is not null && route.Link != link)
                        throw new NotUnderstoodException("A route over several links has no equivalent.");
                    route.Link = link;
                    break;
                case "metric" or "priority" or "preference":
                    route.Metric = words.Take("a metric");
                    break;
                case "table":
                    route.Table = words.Take("a table");
                    break;
                case "src" or "from":
                    if (word.Text == "src")
                        route.Source = words.Take("an address");
                    else
                        route.Left.Add($"from {words.Take("an address").Text}");
                    break;
                case "mtu":
                    if (words.TryTake("lock"))
                        route.Left.Add("lock");
                    route.Mtu = words.Take("an MTU");
                    break;
                case "onlink":
                    route.IsOnLink = true;
                    break;
                case "proto" or "scope" or "protocol":
                    // The kernel works with the scope that follows from the route; the protocol is a mark.
                    words.Take("a value");
                    break;
                case "linkdown" or "pervasive":
                    break;
                case "advmss" or "initcwnd" or "initrwnd" or "rtt" or "window" or "tos" or "dsfield" or "realm" or "encap" or "expires" or "pref" or "hoplimit" or "quickack" or "features" or "congctl":
                    route.Left.Add($"{word.Text} {words.Take("a value").Text}");
                    break;
                default:
                    if (route.Destination is null && route.Type is null && _types.Contains(word.Text))
                        route.Type = word.Text;
                    else if (route.Destination is null)
                        route.Destination = Prefix(word);
                    else
                        route.Left.Add(word.Text);
                    break;
            }
        }

        return route;
    }

    /// <summary>A network as the cmdlets take it: ip completes "10.9/16", and takes "any" for "default".</summary>
    internal static CmdletValue Prefix(ShellWord word)
    {
        string text = word.Text;
        if (text is "default" or "any" or "all")
            return "default";
        string[] halves = text.Split('/');
        string[] bytes = halves[0].Split('.');
        return word.IsLiteral && halves.Length == 2 && bytes.Length < 4 && bytes.All(b => byte.TryParse(b, out _))
            ? $"{string.Join('.', bytes.Concat(Enumerable.Repeat("0", 4 - bytes.Length)))}/{halves[1]}"
            : word;
    }

    private sealed class Route
    {
        internal CmdletValue? Destination { get; set; }

        internal List<CmdletValue> Hops { get; } = [];

        internal CmdletValue? Link { get; set; }

        internal CmdletValue? Metric { get; set; }

        internal CmdletValue? Table { get; set; }

        internal CmdletValue? Source { get; set; }

        internal CmdletValue? Mtu { get; set; }

        internal string? Type { get; set; }

        internal bool IsOnLink { get; set; }

        internal List<string> Left { get; } = [];
    }
}
