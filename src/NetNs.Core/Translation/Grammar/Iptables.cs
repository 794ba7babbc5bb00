namespace NetNs.Translation;

/// <summary><c>iptables</c> and <c>ip6tables</c>: address translation becomes ours, filtering stays theirs.</summary>
internal static class Iptables
{
    private const string Filtering = "Rules that filter are not changed. Where one drops what is forwarded, Add-Masquerade and Publish-ContainerPort say so, and Get-NetFirewallHook shows whose it is.";

    internal static Meaning Save(CommandLine command) => Shown(command, "filter");

    internal static Meaning Translate(CommandLine command)
    {
        Parsed parsed = Read(command.Arguments);
        if (parsed.Unknown is { } unknown)
            return Meaning.Unsupported($"{command.Program} has no option '{unknown}', or it is not understood.");
        if (parsed.Table is not ("filter" or "nat" or "mangle" or "raw" or "security"))
            return Meaning.Unsupported($"{command.Program} has no table '{parsed.Table}'.");
        return parsed.Verb switch
        {
            "list" => Shown(command, parsed.Table),
            "" => Meaning.Unsupported("It says neither what to add nor what to show."),
            "new" or "delete-chain" or "rename" => Meaning.Unsupported("Chains of your own are not made: what publishes and masquerades has a table of its own, and filtering stays as it is."),
            "flush" or "zero" when parsed.Table == "nat" => Meaning.Partial("Only what this module made: rules of others stay.",
                command.Call("Get-Masquerade").PipeTo("Remove-Masquerade"), command.Call("Get-ContainerPort").PipeTo("Unpublish-ContainerPort")),
            "append" or "insert" or "delete" when parsed.Table == "nat" => Nat(command, parsed),
            _ => Meaning.Unsupported(Filtering),
        };
    }

    private static Meaning Nat(CommandLine command, Parsed parsed)
    {
        bool isAdded = parsed.Verb != "delete";
        switch (parsed.Target)
        {
            case "MASQUERADE":
                return parsed.Rule.Masquerade(command, isAdded, null);
            case "SNAT":
                if (parsed.Rule.To is null)
                    return Meaning.Unsupported("The address is missing: --to-source ADDRESS.");
                return parsed.Rule.Masquerade(command, isAdded, parsed.Rule.To);
            case "DNAT":
                return parsed.Rule.Publish(command, isAdded);
            case "REDIRECT":
                return Meaning.Unsupported("It leads to a port of the host itself: Publish-ContainerPort leads to a container.");
            default:
                return Meaning.Unsupported(parsed.Target.Length == 0 ? "The rule does nothing: -j is missing." : $"A rule with -j {parsed.Target} has no equivalent: masquerades and published ports have none beside them.");
        }
    }

    private static Meaning Shown(CommandLine command, string table) => table == "nat"
        ? Meaning.Partial("Rules of others are not shown: Get-NetFirewallHook tells who has some.", command.Call("Get-Masquerade"), command.Call("Get-ContainerPort"))
        : Meaning.Partial("It shows the chains of all programs, not each rule.", command.Call("Get-NetFirewallHook"));

    private static Parsed Read(WordReader words)
    {
        var parsed = new Parsed();
        NatRule rule = parsed.Rule;
        bool isNegated = false;
        while (!words.IsAtEnd && parsed.Unknown is null)
        {
            ShellWord word = words.Take("an option");
            switch (word.Text)
            {
                case "!":
                    isNegated = true;
                    continue;
                case "-t" or "--table":
                    parsed.Table = words.Take("a table").Text;
                    break;
                case "-A" or "--append" or "-I" or "--insert" or "-D" or "--delete" or "-C" or "--check" or "-R" or "--replace":
                    parsed.Verb = word.Text switch { "-A" or "--append" => "append", "-I" or "--insert" => "insert", "-D" or "--delete" => "delete", _ => "other" };
                    words.Take("a chain");
                    if (!words.IsAtEnd && words.Peek.All(char.IsAsciiDigit) && words.Peek.Length > 0)
                        words.Take("a number");
                    break;
                case "-L" or "--list" or "-S" or "--list-rules" or "-nL" or "-vL" or "-nvL" or "-vnL" or "-Ln" or "-Lnv" or "-vnxL":
                    parsed.Verb = "list";
                    break;
                case "-F" or "--flush" or "-Z" or "--zero":
                    parsed.Verb = parsed.Verb == "list" ? "list" : "flush";
                    break;
                case "-N" or "--new-chain" or "--new" or "-X" or "--delete-chain" or "-E" or "--rename-chain":
                    parsed.Verb = word.Text is "-N" or "--new-chain" or "--new" ? "new" : "delete-chain";
                    break;
                case "-P" or "--policy":
                    parsed.Verb = "policy";
                    break;
                case "-s" or "--source" or "--src":
                    SetOrLeave(rule, isNegated, word, words.Take("an address"), w => rule.Source = w);
                    break;
                case "-d" or "--destination" or "--dst":
                    ShellWord destination = words.Take("an address");
                    // What goes to the same subnet is never masqueraded by us.
                    if (!isNegated)
                        rule.Destination = destination;
                    break;
                case "-o" or "--out-interface":
                    ShellWord link = words.Take("the name of a link");
                    // "Not to the bridge": that is so with ours.
                    if (!isNegated)
                        rule.OutLink = link;
                    break;
                case "-i" or "--in-interface":
                    rule.Left.Add($"{(isNegated ? "! " : "")}-i {words.Take("the name of a link").Text}");
                    break;
                case "-p" or "--protocol":
                    rule.Protocol = words.Take("a protocol").Text.ToLowerInvariant();
                    break;
                case "-m" or "--match":
                    words.Take("the name of a match");
                    break;
                case "--dport" or "--destination-port":
                    rule.Ports.Add(words.Take("a port"));
                    break;
                case "--dports" or "--destination-ports":
                    rule.Ports.AddRange(words.Take("ports").Split(','));
                    break;
                case "--to-destination" or "--to-source" or "--to":
                    rule.To = words.Take("an address");
                    break;
                case "-j" or "--jump" or "-g" or "--goto":
                    parsed.Target = words.Take("a target").Text;
                    break;
                case "--dst-type":
                    if (words.Take("a type").Text != "LOCAL")
                        rule.Left.Add("--dst-type");
                    break;
                case "--comment" or "--to-ports" or "--wait" or "-w":
                    if (word.Text is "--comment" or "--to-ports" || words.Peek.All(char.IsAsciiDigit))
                        _ = words.IsAtEnd ? null : words.Take("a value");
                    break;
                case "--sport" or "--source-port" or "--ctstate" or "--state" or "--src-type" or "--mac-source" or "--mark" or "--icmp-type" or "--limit" or "--physdev-in":
                    rule.Left.Add($"{word.Text} {words.Take("a value").Text}");
                    break;
                case "-n" or "--numeric" or "-v" or "--verbose" or "--line-numbers" or "-x" or "--exact" or "-nv" or "-vn" or "-4" or "-6" or "--random" or "--physdev-is-bridged" or "--syn":
                    break;
                default:
                    // A list may name a chain; so may what makes, empties or removes one.
                    if (word.Text.StartsWith('-') || parsed.Verb is "append" or "insert" or "delete" or "")
                        parsed.Unknown = word.Text;
                    break;
            }

            isNegated = false;
        }

        return parsed;
    }

    private static void SetOrLeave(NatRule rule, bool isNegated, ShellWord option, ShellWord value, Action<ShellWord> set)
    {
        if (isNegated)
            rule.Left.Add($"! {option.Text} {value.Text}");
        else
            set(value);
    }

    private sealed class Parsed
    {
        internal string Table { get; set; } = "filter";

        internal string Verb { get; set; } = "";

        internal string Target { get; set; } = "";

        internal string? Unknown { get; set; }

        internal NatRule Rule { get; } = new();
    }
}
