namespace NetNs.Translation;

/// <summary><c>route</c> of net-tools.</summary>
internal static class RouteTool
{
    internal static Meaning Translate(CommandLine command)
    {
        WordReader words = command.Arguments;
        string? family = null;
        while (words.Peek is "-n" or "-e" or "-ee" or "-v" or "-en" or "-A" or "-4" or "-6" or "-F")
        {
            string option = words.Take("an option").Text;
            if (option is "-6" || (option == "-A" && words.Take("a family").Text == "inet6"))
                family = "IPv6";
        }

        if (words.IsAtEnd)
            return Meaning.Equivalent(family is null ? "IPv6 routes are shown too; -AddressFamily IPv4 leaves them out." : null, command.Call("Get-NetRoute").With("AddressFamily", family));
        string verb = words.Take("'add' or 'del'").Text;
        if (verb is not ("add" or "del" or "delete"))
            return Meaning.Unsupported($"route has no command '{verb}'.");
        ShellWord? destination = null, mask = null, hop = null, link = null;
        CmdletValue? metric = null, mtu = null;
        bool isHost = false, isReject = false;
        var left = new List<string>();
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            switch (word.Text)
            {
                case "-net":
                    break;
                case "-host":
                    isHost = true;
                    break;
                case "netmask":
                    mask = words.Take("a mask");
                    break;
                case "gw":
                    hop = words.Take("an address");
                    break;
                case "dev":
                    link = words.Take("the name of a link");
                    break;
                case "metric":
                    metric = words.Take("a metric");
                    break;
                case "mtu" or "mss":
                    mtu = words.Take("an MTU");
                    break;
                case "reject":
                    isReject = true;
                    break;
                case "window" or "irtt":
                    left.Add($"{word.Text} {words.Take("a value").Text}");
                    break;
                default:
                    if (destination is null)
                        destination = word;
                    else if (link is null)
                        link = word;
                    else
                        left.Add(word.Text);
                    break;
            }
        }

        if (destination is null)
            return Meaning.Unsupported("The destination is missing.");
        bool isMade = verb == "add";
        CmdletCall call = command.Call(isMade ? "New-NetRoute" : "Remove-NetRoute").With(Network(destination, mask, isHost)).With("NextHop", hop)
            .With("InterfaceAlias", link).With("RouteMetric", metric).With("Mtu", isMade ? mtu : null).With("Type", isReject ? "Unreachable" : null);
        return left.Count == 0 ? Meaning.Exact(call) : Meaning.Partial($"Without an equivalent: {string.Join(", ", left)}.", call);
    }

    private static CmdletValue Network(ShellWord destination, ShellWord? mask, bool isHost)
        => destination.Text is "default" or "0.0.0.0" ? "default"
            : isHost || destination.Text.Contains('/', StringComparison.Ordinal) ? IpRoute.Prefix(destination)
            : mask is not null ? Ifconfig.WithLength(destination, mask)
            : destination;
}
