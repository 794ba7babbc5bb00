namespace NetNs.Translation;

/// <summary><c>ip route show</c>, <c>get</c> and <c>flush</c>.</summary>
internal static class IpRouteList
{
    internal static Meaning Show(IpRequest request)
    {
        CmdletCall call = request.List("Get-NetRoute");
        WordReader words = request.Words;
        var left = new List<string>();
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            switch (word.Text)
            {
                case "dev" or "oif":
                    call = call.With("InterfaceAlias", words.Take("the name of a link"));
                    break;
                case "table":
                    call = call.With("Table", words.Take("a table"));
                    break;
                case "via":
                    call = call.With("NextHop", words.Take("an address"));
                    break;
                case "to" or "root" or "match" or "exact":
                    if (word.Text is "root" or "match")
                        left.Add(word.Text);
                    break;
                case "vrf":
                    ShellWord vrf = words.Take("a VRF");
                    if (request.Command.Translator.Memory.Vrfs.TryGetValue(IpLink.Key(call.Namespace, vrf), out CmdletValue? table))
                        call = call.With("Table", table);
                    else
                        left.Add($"vrf {vrf.Text}");
                    break;
                case "proto" or "scope" or "type" or "src" or "metric":
                    left.Add($"{word.Text} {words.Take("a value").Text}");
                    break;
                case "cached":
                    left.Add(word.Text);
                    break;
                default:
                    call = call.With(IpRoute.Prefix(word));
                    break;
            }
        }

        return left.Count > 0 ? Meaning.Partial(IpRequest.Unread(string.Join(' ', left)), call)
            : request.Family is null ? Meaning.Equivalent("IPv6 routes are shown too; -AddressFamily IPv4 leaves them out.", call)
            : Meaning.Exact(call);
    }

    internal static Meaning Get(IpRequest request)
    {
        WordReader words = request.Words;
        CmdletValue? address = null;
        CmdletCall call = request.Call("Find-NetRoute");
        var left = new List<string>();
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            switch (word.Text)
            {
                case "to":
                    break;
                case "from":
                    call = call.With("LocalIPAddress", words.Take("an address"));
                    break;
                case "mark":
                    call = call.With("Mark", words.Take("a mark"));
                    break;
                case "oif":
                    call = call.With("InterfaceAlias", words.Take("the name of a link"));
                    break;
                case "iif" or "tos" or "uid" or "vrf" or "ipproto" or "sport" or "dport":
                    left.Add($"{word.Text} {words.Take("a value").Text}");
                    break;
                default:
                    if (address is null)
                        address = word;
                    else
                        left.Add(word.Text);
                    break;
            }
        }

        if (address is null)
            return Meaning.Unsupported("The address is missing.");
        call = call with { Arguments = [(null, address), .. call.Arguments] };
        return left.Count == 0 ? Meaning.Exact(call) : Meaning.Partial($"Without an equivalent: {string.Join(", ", left)}.", call);
    }

    internal static Meaning Flush(IpRequest request)
    {
        if (request.Words.TryTake("cache"))
            return Meaning.Nothing("The kernel keeps no cache of IPv4 routes since version 3.6.");
        Meaning shown = Show(request with { Options = request.Family is null ? new HashSet<string>(request.Options) { "4" } : request.Options });
        return shown.Statements is [CmdletCall call] ? shown with { Statements = [call.PipeTo("Remove-NetRoute")] } : shown;
    }
}
