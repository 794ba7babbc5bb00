namespace NetNs.Translation;

/// <summary><c>ip rule</c>.</summary>
internal static class IpRule
{
    internal static Meaning Show(IpRequest request)
    {
        CmdletCall call = request.List("Get-NetRule");
        Rule rule = Read(request.Words);
        if (rule.Table is { } table)
            call = call.With("Table", table);
        return rule.Left.Count > 0 || rule.Selectors.Count > 0
            ? Meaning.Partial(IpRequest.Unread(string.Join(' ', rule.Selectors.Select(s => s.Parameter).Concat(rule.Left))), call)
            : Meaning.Equivalent("The rules of both families are shown; -AddressFamily limits them to one.", call);
    }

    internal static Meaning Add(IpRequest request)
    {
        Rule rule = Read(request.Words);
        CmdletCall call = request.Call("New-NetRule").With(rule.Priority);
        foreach ((string parameter, CmdletValue value) in rule.Selectors)
            call = call.With(parameter, value);
        call = call.Switch("Invert", rule.IsInverted).With("Table", rule.Table).With("SuppressPrefixLength", rule.SuppressPrefixLength).With("Goto", rule.Goto).With("Action", rule.Action);
        if (rule.Table is null && rule.Goto is null && rule.Action is null)
            call = call.With("Table", "main");
        if (request.Family == "IPv6" && !rule.Selectors.Any(s => s.Value.Text.Contains(':', StringComparison.Ordinal)))
            call = call.With("AddressFamily", "IPv6");
        return rule.Left.Count == 0 ? Meaning.Exact(call) : Meaning.Partial($"Without an equivalent: {string.Join(", ", rule.Left)}.", call);
    }

    internal static Meaning Delete(IpRequest request)
    {
        Rule rule = Read(request.Words);
        if (rule.Left.Count > 0)
            return Meaning.Unsupported($"Without an equivalent: {string.Join(", ", rule.Left)}.");
        if (rule.Priority is not { } priority)
            return Meaning.Unsupported("Remove-NetRule takes the priority of the rule. Get-NetRule shows it.");
        CmdletCall call = request.Call("Remove-NetRule").With(priority);
        foreach ((string parameter, CmdletValue value) in rule.Selectors)
            call = call.With(parameter, value);
        call = call.With("Table", rule.Table).With("Action", rule.Action);
        // Without an address, ip removes a rule of IPv4.
        if (!rule.Selectors.Any(s => s.Parameter is "From" or "To"))
            call = call.With("AddressFamily", request.Family ?? "IPv4");
        return Meaning.Exact(call);
    }

    private static Rule Read(WordReader words)
    {
        var rule = new Rule();
        while (!words.IsAtEnd)
        {
            string word = words.Take("a word").Text;
            switch (word)
            {
                case "not":
                    rule.IsInverted = true;
                    break;
                case "priority" or "pref" or "preference" or "order":
                    rule.Priority = words.Take("a priority");
                    break;
                case "from" or "to":
                    ShellWord address = words.Take("an address");
                    if (address.Text is not ("all" or "any" or "default" or "0/0"))
                        rule.Selectors.Add((word == "from" ? "From" : "To", IpRoute.Prefix(address)));
                    break;
                case "fwmark":
                    rule.Selectors.Add(("FwMark", words.Take("a mark")));
                    break;
                case "iif" or "dev":
                    rule.Selectors.Add(("InterfaceAlias", words.Take("the name of a link")));
                    break;
                case "oif":
                    rule.Selectors.Add(("OutInterface", words.Take("the name of a link")));
                    break;
                case "ipproto":
                    rule.Selectors.Add(("Protocol", words.Take("a protocol")));
                    break;
                case "sport":
                    rule.Selectors.Add(("SourcePort", words.Take("a port")));
                    break;
                case "dport":
                    rule.Selectors.Add(("DestinationPort", words.Take("a port")));
                    break;
                case "table" or "lookup":
                    rule.Table = words.Take("a table");
                    break;
                case "suppress_prefixlength" or "sup_pl":
                    rule.SuppressPrefixLength = words.Take("a length");
                    break;
                case "goto":
                    rule.Goto = words.Take("a priority");
                    break;
                case "blackhole" or "unreachable" or "prohibit":
                    rule.Action = char.ToUpperInvariant(word[0]) + word[1..];
                    break;
                case "nop":
                    rule.Action = "Continue";
                    break;
                case "type":
                    break;
                case "protocol" or "proto":
                    // A mark of the program that adds the rule.
                    words.Take("a protocol");
                    break;
                case "tos" or "dsfield" or "uidrange" or "tun_id" or "realms" or "suppress_ifgroup" or "sup_group":
                    rule.Left.Add($"{word} {words.Take("a value").Text}");
                    break;
                default:
                    rule.Left.Add(word);
                    break;
            }
        }

        return rule;
    }

    private sealed class Rule
    {
        internal CmdletValue? Priority { get; set; }

        /// <summary>Which packets the rule is for.</summary>
        internal List<(string Parameter, CmdletValue Value)> Selectors { get; } = [];

        internal bool IsInverted { get; set; }

        internal CmdletValue? Table { get; set; }

        internal CmdletValue? SuppressPrefixLength { get; set; }

        internal CmdletValue? Goto { get; set; }

        internal CmdletValue? Action { get; set; }

        internal List<string> Left { get; } = [];
    }
}
