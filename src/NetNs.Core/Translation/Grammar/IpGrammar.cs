namespace NetNs.Translation;

/// <summary>The subcommands of <c>ip</c>: one entry for each.</summary>
internal static class IpGrammar
{
    // In the order in which ip itself looks for what an abbreviation means (ip.c, do_cmd).
    private static readonly string[] _objects =
    [
        "address", "addrlabel", "maddress", "route", "rule", "neighbor", "neighbour", "ntable", "ntbl", "link", "l2tp", "fou", "ila", "macsec", "tunnel", "tunl",
        "tuntap", "tap", "token", "tcpmetrics", "tcp_metrics", "monitor", "xfrm", "mroute", "mrule", "netns", "netconf", "vrf", "sr", "nexthop", "mptcp", "ioam", "help", "stats",
    ];

    // The verbs of an object in the same order (iplink.c, ipaddress.c, iproute.c, iprule.c, ipneigh.c, ipnetns.c). The first word of a
    // group is the verb, the others mean the same.
    private static readonly Dictionary<string, string[][]> _verbs = new()
    {
        ["link"] = [["add"], ["set", "change"], ["replace"], ["delete"], ["show", "lst", "list"], ["xstats"], ["afstats"], ["property"], ["help"]],
        ["address"] = [["add"], ["change", "chg"], ["replace"], ["delete"], ["show", "lst", "list"], ["flush"], ["save"], ["showdump"], ["restore"], ["help"]],
        ["route"] = [["show", "list", "lst"], ["get"], ["add"], ["change", "chg"], ["replace"], ["prepend"], ["append"], ["test"], ["delete"], ["flush"], ["save"], ["restore"], ["showdump"], ["help"]],
        ["rule"] = [["show", "list", "lst"], ["save"], ["restore"], ["add"], ["delete"], ["flush"], ["help"]],
        ["neighbor"] = [["add"], ["change", "chg"], ["replace"], ["delete"], ["get"], ["show", "lst", "list"], ["flush"], ["help"]],
        ["netns"] = [["list", "show", "lst"], ["list-id"], ["help"], ["add"], ["set"], ["delete"], ["identify"], ["pids"], ["exec"], ["monitor"], ["attach"]],
        ["tuntap"] = [["add"], ["delete"], ["show", "lst", "list"], ["help"]],
        ["monitor"] = [["all"]],
        ["vrf"] = [["show", "list"], ["exec"], ["identify"], ["pids"], ["help"]],
    };

    // What an object does without a verb.
    private static readonly Dictionary<string, string> _defaults = new()
    {
        ["link"] = "show", ["address"] = "show", ["route"] = "show", ["rule"] = "show", ["neighbor"] = "show", ["netns"] = "list", ["tuntap"] = "show", ["monitor"] = "all", ["vrf"] = "show",
    };

    /// <summary>What each subcommand means: a new one is a line here.</summary>
    private static readonly Dictionary<(string Object, string Verb), Func<IpRequest, Meaning>> _forms = new()
    {
        [("link", "add")] = IpLinkAdd.Translate,
        [("link", "set")] = IpLinkSet.Translate,
        [("link", "delete")] = IpLink.Delete,
        [("link", "show")] = IpLink.Show,
        [("link", "property")] = IpLink.Property,
        [("address", "add")] = IpAddress.Add,
        [("address", "change")] = IpAddress.Replace,
        [("address", "replace")] = IpAddress.Replace,
        [("address", "delete")] = IpAddress.Delete,
        [("address", "show")] = IpAddress.Show,
        [("address", "flush")] = IpAddress.Flush,
        [("route", "show")] = IpRouteList.Show,
        [("route", "get")] = IpRouteList.Get,
        [("route", "add")] = IpRoute.Add,
        [("route", "append")] = IpRoute.Add,
        [("route", "replace")] = IpRoute.Replace,
        [("route", "change")] = IpRoute.Replace,
        [("route", "delete")] = IpRoute.Delete,
        [("route", "flush")] = IpRouteList.Flush,
        [("rule", "show")] = IpRule.Show,
        [("rule", "add")] = IpRule.Add,
        [("rule", "delete")] = IpRule.Delete,
        [("neighbor", "add")] = IpNeighbor.Add,
        [("neighbor", "replace")] = IpNeighbor.Replace,
        [("neighbor", "change")] = IpNeighbor.Replace,
        [("neighbor", "delete")] = IpNeighbor.Delete,
        [("neighbor", "show")] = IpNeighbor.Show,
        [("neighbor", "get")] = IpNeighbor.Show,
        [("neighbor", "flush")] = IpNeighbor.Flush,
        [("netns", "list")] = IpNetns.List,
        [("netns", "list-id")] = IpNetns.List,
        [("netns", "add")] = IpNetns.Add,
        [("netns", "delete")] = IpNetns.Delete,
        [("netns", "exec")] = IpNetns.Exec,
        [("netns", "attach")] = IpNetns.Attach,
        [("netns", "identify")] = IpNetns.Identify,
        [("netns", "pids")] = IpNetns.Pids,
        [("netns", "monitor")] = IpNetns.Monitor,
        [("tuntap", "add")] = IpLink.AddTun,
        [("tuntap", "delete")] = IpLink.DeleteTun,
        [("tuntap", "show")] = IpLink.ShowTun,
        [("monitor", "all")] = IpNetns.Monitor,
        [("vrf", "show")] = IpLink.ShowVrf,
    };

    // Options without a value, and what they are called here; an empty name has no effect on what is done.
    private static readonly (string Word, string Name)[] _options =
    [
        ("-4", "4"), ("-6", "6"), ("-0", ""), ("-s", "stats"), ("-stats", "stats"), ("-statistics", "stats"), ("-d", "details"), ("-details", "details"), ("-j", "json"), ("-json", "json"),
        ("-p", ""), ("-pretty", ""), ("-br", ""), ("-brief", ""), ("-o", ""), ("-oneline", ""), ("-r", ""), ("-resolve", ""), ("-c", ""), ("-color", ""), ("-t", ""), ("-timestamp", ""), ("-ts", ""),
        ("-N", ""), ("-Numeric", ""), ("-a", "all"), ("-all", "all"), ("-h", ""), ("-human", ""), ("-human-readable", ""), ("-iec", ""), ("-echo", ""),
    ];

    /// <summary>The subcommands that have an entry, as "link add".</summary>
    internal static IEnumerable<string> Subcommands => _forms.Keys.Select(k => $"{k.Object} {k.Verb}");

    /// <summary>The meaning of a command line of <c>ip</c>.</summary>
    internal static Meaning Translate(CommandLine command)
    {
        WordReader words = command.Arguments;
        var options = new HashSet<string>();
        while (words.Peek.StartsWith('-'))
        {
            string word = words.Take("an option").Text;
            // Two dashes are as good as one.
            word = word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2 ? word[1..] : word;
            if (word is "-n" or "-netns" || (word.Length > 3 && "-netns".StartsWith(word, StringComparison.Ordinal)))
                command = command with { Place = Entering.PlaceOf(words.Take("a namespace")) };
            else if (word is "-f" or "-family")
                options.Add(words.Take("a family").Text switch { "inet" => "4", "inet6" => "6", _ => "" });
            else if (word is "-b" or "-batch")
                return Meaning.Unsupported($"The commands are in the file {words.Take("a file").Text}: translate that file with -Path.");
            else if (word.StartsWith("-c=", StringComparison.Ordinal) || word.StartsWith("-color=", StringComparison.Ordinal))
                continue;
            else if (_options.FirstOrDefault(o => o.Word == word) is { Word: not null } option)
                options.Add(option.Name);
            else
                return Meaning.Unsupported($"ip has no option '{word}', or it has no equivalent.");
        }

        if (words.IsAtEnd)
            return Meaning.Unsupported("ip alone shows its own help: use Get-Help about_NetNs.");
        ShellWord named = words.Take("an object");
        if (Match(_objects, named.Text) is not { } found)
            return Meaning.Unsupported(named.IsKnown ? $"ip has no object '{named.Text}'." : $"It is not known what {named.Source} stands for.");
        string subject = found switch { "neighbour" => "neighbor", "tap" => "tuntap", _ => found };
        if (!_verbs.TryGetValue(subject, out string[][]? verbs))
            return Meaning.Unsupported($"'ip {found}' has no equivalent in this module.");
        string verb = _defaults[subject];
        if (!words.IsAtEnd && subject != "monitor")
        {
            ShellWord word = words.Take("a verb");
            if (verbs.FirstOrDefault(v => v.Any(s => s.StartsWith(word.Text, StringComparison.Ordinal))) is not { } known || word.Text.Length == 0)
                return Meaning.Unsupported($"'ip {found}' has no command '{word.Text}'.");
            verb = known[0];
        }

        if (verb == "help")
            return Meaning.Unsupported("It shows the help of ip: Get-Help shows a cmdlet's.");
        return _forms.TryGetValue((subject, verb), out Func<IpRequest, Meaning>? form)
            ? form(new IpRequest(command, words, options)).Limit(options)
            : Meaning.Unsupported($"'ip {found} {verb}' has no equivalent in this module.");
    }

    private static string? Match(string[] names, string word) => word.Length == 0 ? null : names.FirstOrDefault(n => n.StartsWith(word, StringComparison.Ordinal));

    private static Meaning Limit(this Meaning meaning, HashSet<string> options)
        => options.Contains("json") && meaning.Statements is [CmdletCall { IsReading: true } call]
            ? new([new PowerShellCode($"{call.Code} | ConvertTo-Json -Depth 3")], NetCommandConfidence.Equivalent, "The names of the properties differ from ip's.")
            : meaning;
}
