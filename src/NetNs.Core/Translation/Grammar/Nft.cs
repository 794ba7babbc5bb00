namespace NetNs.Translation;

/// <summary><c>nft</c>: masquerade and dnat become ours; their tables and chains are not needed.</summary>
internal static class Nft
{
    private const string OwnTable = "Add-Masquerade and Publish-ContainerPort have a table of their own: none is made by hand.";

    internal static Meaning Translate(CommandLine command)
    {
        List<ShellWord> words = [.. command.Words.Skip(1).SelectMany(Pieces)];
        words.RemoveAll(w => w.Text is "-a" or "-n" or "-s" or "-nn" or "--handle" or "--numeric" or "--stateless");
        if (words.FirstOrDefault()?.Text is "-f" or "--file" or "-i" or "--interactive")
            return Meaning.Unsupported("The rules are in a file or are typed: only those of a command line are translated.");
        bool isJson = words.RemoveAll(w => w.Text is "-j" or "--json") > 0;
        string[] text = [.. words.Select(w => w.Text)];
        return text switch
        {
            ["list", "ruleset" or "tables" or "chains" or "hooks" or "table" or "chain", ..] => isJson
                ? Meaning.Partial("It shows the chains of all programs, not each rule.", new PowerShellCode($"{command.Call("Get-NetFirewallHook").Code} | ConvertTo-Json -Depth 3"))
                : Meaning.Partial("It shows the chains of all programs, not each rule.", command.Call("Get-NetFirewallHook")),
            ["add" or "create", "table", ..] => Meaning.Nothing(OwnTable),
            ["add" or "create", "chain", ..] => Chain(text),
            ["add" or "insert" or "replace", "rule", ..] => Rule(command, words),
            ["add" or "delete", "element", "inet", "NetNs", ..] => NftElements.Translate(command, words, text[0] == "add"),
            ["flush", "ruleset"] => Meaning.Unsupported("Rules of others are not removed. Repair-NetNs puts ours right afterwards."),
            ["delete" or "flush" or "destroy", ..] => Meaning.Unsupported("Rules and tables of others are not removed: Remove-Masquerade and Unpublish-ContainerPort remove ours."),
            _ => Meaning.Unsupported("It is not understood, or it has no equivalent."),
        };
    }

    // "add rule ip nat …" in one word is as good as in many; braces and semicolons stand alone.
    private static IEnumerable<ShellWord> Pieces(ShellWord word)
    {
        if (!word.IsLiteral)
            return [word];
        string spaced = word.Text;
        foreach (string symbol in (string[])["{", "}", ";", ","])
            spaced = spaced.Replace(symbol, $" {symbol} ", StringComparison.Ordinal);
        return spaced.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(ShellWord.Of);
    }

    private static Meaning Chain(string[] text)
    {
        int type = Array.IndexOf(text, "type");
        return type < 0 ? Meaning.Unsupported("Chains of your own are not made.")
            : type + 1 < text.Length && text[type + 1] == "nat" ? Meaning.Nothing(OwnTable)
            : Meaning.Unsupported("Rules that filter are not made: Get-NetFirewallHook shows those of others.");
    }

    private static Meaning Rule(CommandLine command, List<ShellWord> all)
    {
        var rule = new NatRule();
        // add rule [FAMILY] TABLE CHAIN …
        int start = all.Count > 2 && all[2].Text is "ip" or "ip6" or "inet" or "bridge" or "arp" or "netdev" ? 5 : 4;
        var words = new WordReader(all, Math.Min(start, all.Count));
        string verdict = "";
        ShellWord? source = null;
        while (!words.IsAtEnd && verdict.Length == 0)
        {
            string word = words.Take("a word").Text;
            switch (word)
            {
                case "ip" or "ip6":
                    Address(rule, words, word);
                    break;
                case "tcp" or "udp" or "sctp" or "th":
                    Port(rule, words, word);
                    break;
                case "oifname" or "oif":
                    bool isNot = words.TryTake("!=", "ne");
                    CmdletValue link = Unquoted(words.Take("the name of a link"));
                    rule.OutLink = isNot ? null : link;
                    break;
                case "iifname" or "iif":
                    words.TryTake("!=", "==");
                    rule.Left.Add($"{word} {words.Take("the name of a link").Text}");
                    break;
                case "meta":
                    if (words.TryTake("l4proto"))
                        rule.Protocol = words.Take("a protocol").Text;
                    break;
                case "counter" or "fib" or "daddr" or "type" or "local":
                    break;
                case "masquerade" or "accept" or "drop" or "reject" or "jump" or "goto" or "return" or "redirect":
                    verdict = word;
                    break;
                case "snat" or "dnat":
                    verdict = word;
                    words.TryTake("ip", "ip6");
                    words.TryTake("to");
                    ShellWord to = words.Take("an address");
                    (rule.To, source) = (to, to);
                    break;
                default:
                    rule.Left.Add(word);
                    break;
            }
        }

        return verdict switch
        {
            "masquerade" => rule.Masquerade(command, true, null),
            "snat" => rule.Masquerade(command, true, source!),
            "dnat" => rule.Publish(command, true),
            _ => Meaning.Unsupported("Only rules that masquerade or lead elsewhere (dnat) have an equivalent; filtering stays with the firewall."),
        };
    }

    private static void Address(NatRule rule, WordReader words, string family)
    {
        string field = words.Take("a field").Text;
        bool isNot = words.TryTake("!=", "ne");
        words.TryTake("==", "eq");
        ShellWord value = words.Take("a value");
        switch (field)
        {
            case "saddr" when !isNot:
                rule.Source = value;
                break;
            case "daddr" when isNot:
                break;
            case "daddr":
                rule.Destination = value;
                break;
            case "protocol" or "nexthdr":
                rule.Protocol = value.Text;
                break;
            default:
                rule.Left.Add($"{family} {field}{(isNot ? " !=" : "")} {value.Text}");
                break;
        }
    }

    private static void Port(NatRule rule, WordReader words, string protocol)
    {
        if (protocol != "th")
            rule.Protocol = protocol;
        string field = words.Take("a field").Text;
        words.TryTake("==", "eq");
        if (words.TryTake("{"))
        {
            while (!words.TryTake("}"))
            {
                ShellWord port = words.Take("'}'");
                if (port.Text != ",")
                    rule.Ports.Add(port);
            }

            return;
        }

        ShellWord value = words.Take("a port");
        if (field == "dport")
            rule.Ports.Add(value);
        else
            rule.Left.Add($"{protocol} {field} {value.Text}");
    }

    internal static CmdletValue Unquoted(ShellWord word) => word.IsLiteral ? word.Text.Trim('"') : word;
}
