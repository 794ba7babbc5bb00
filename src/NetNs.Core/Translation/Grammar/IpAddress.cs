namespace NetNs.Translation;

/// <summary><c>ip address</c>.</summary>
internal static class IpAddress
{
    internal static Meaning Add(IpRequest request) => Make(request, null);

    internal static Meaning Replace(IpRequest request) => Make(request, "Reuse");

    private static Meaning Make(IpRequest request, string? ifExists)
    {
        WordReader words = request.Words;
        CmdletValue? address = null, link = null, peer = null, broadcast = null, valid = null, preferred = null;
        bool noDad = false, skips = false;
        var left = new List<string>();
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            switch (word.Text)
            {
                case "dev":
                    link = words.Take("the name of a link");
                    break;
                case "local":
                    address = words.Take("an address");
                    break;
                case "peer" or "remote":
                    peer = words.Take("an address");
                    break;
                case "brd" or "broadcast":
                    broadcast = words.Take("an address");
                    break;
                case "nodad":
                    noDad = true;
                    break;
                case "valid_lft":
                    valid = Lifetime(words.Take("a lifetime"));
                    break;
                case "preferred_lft":
                    ShellWord preference = words.Take("a lifetime");
                    skips = preference.Text is "0" or "0sec";
                    preferred = skips ? null : Lifetime(preference);
                    break;
                case "label" or "scope" or "metric" or "proto":
                    string value = words.Take("a value").Text;
                    // The scope that the kernel chooses anyway is left out.
                    if (word.Text != "scope" || value != "global")
                        left.Add($"{word.Text} {value}");
                    break;
                case "noprefixroute" or "home" or "mngtmpaddr" or "autojoin" or "optimistic":
                    left.Add(word.Text);
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
        if (link is null)
            return Meaning.Unsupported("The link is missing: dev NAME.");
        if (NotAnAddress(address) is { } why)
            return Meaning.Unsupported(why);
        if (request.Command.Translator.Memory.LinksOfRemovedAddresses.Contains($"{request.Command.Place?.Text}/{link.Text}"))
            ifExists = "Reuse";
        CmdletCall call = request.Call("New-NetIPAddress").With(address).With("InterfaceAlias", link).With("PeerAddress", peer).With("Broadcast", broadcast)
            .With("ValidLifetime", valid).With("PreferredLifetime", preferred).Switch("NoDad", noDad).Switch("SkipAsSource", skips).With("IfExists", ifExists);
        Meaning meaning = address.Text.Length > 0 && !address.Text.Contains('/', StringComparison.Ordinal) && peer is null
            ? new Meaning([call], NetCommandConfidence.Exact, "Without a prefix length it is a network of its own: other addresses are not reached.")
            : Meaning.Exact(call);
        return left.Count == 0 ? meaning : meaning.But(NetCommandConfidence.Partial, $"Without an equivalent: {string.Join(", ", left)}.");
    }

    // A value with a variable in it is not looked at.
    private static string? NotAnAddress(CmdletValue address)
    {
        string[] halves = address.Text.Split('/');
        bool isFixed = !address.Code.Contains('$', StringComparison.Ordinal);
        return isFixed && (halves.Length > 2 || !System.Net.IPAddress.TryParse(halves[0], out _)) ? $"'{address.Text}' is not an address: ip refuses it too." : null;
    }

    private static CmdletValue? Lifetime(ShellWord word)
    {
        string number = word.Text.EndsWith("sec", StringComparison.Ordinal) ? word.Text[..^3] : word.Text;
        return word.Text == "forever" ? null : BridgeSettingWords.Seconds(ShellWord.Of(number), 1);
    }

    internal static Meaning Delete(IpRequest request)
    {
        WordReader words = request.Words;
        CmdletValue? address = null, link = null;
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            if (word.Text == "dev")
                link = words.Take("the name of a link");
            else if (word.Text is "peer" or "label" or "scope" or "brd" or "broadcast")
                words.Take("a value");
            else if (address is null)
                address = word.Text == "local" ? words.Take("an address") : word;
            else
                return Meaning.Unsupported($"'{word.Text}' is not understood.");
        }

        if (link is not null)
            request.Command.Translator.Memory.LinksOfRemovedAddresses.Add($"{request.Command.Place?.Text}/{link.Text}");
        return address is null ? Meaning.Unsupported("The address is missing.") : Meaning.Exact(request.Call("Remove-NetIPAddress").With(address).With("InterfaceAlias", link));
    }

    internal static Meaning Show(IpRequest request)
    {
        CmdletCall call = request.List("Get-NetIPAddress");
        WordReader words = request.Words;
        var left = new List<string>();
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            switch (word.Text)
            {
                case "dev":
                    call = call.With("InterfaceAlias", words.Take("the name of a link"));
                    break;
                case "to":
                    call = call.With(words.Take("an address"));
                    break;
                case "scope" or "label" or "master" or "type" or "vrf" or "group":
                    left.Add($"{word.Text} {words.Take("a value").Text}");
                    break;
                case "up" or "dynamic" or "permanent" or "tentative" or "deprecated" or "primary" or "secondary":
                    left.Add(word.Text);
                    break;
                default:
                    if (call.Has("InterfaceAlias"))
                        left.Add(word.Text);
                    else
                        call = call.With("InterfaceAlias", word);
                    break;
            }
        }

        return left.Count > 0 ? Meaning.Partial(IpRequest.Unread(string.Join(' ', left)), call)
            : call.Arguments.Count == 0 && request.Command.Place is null ? new Meaning([call], NetCommandConfidence.Exact, "Get-NetIPConfiguration shows links, addresses and gateways together.")
            : Meaning.Exact(call);
    }

    internal static Meaning Flush(IpRequest request)
    {
        Meaning shown = Show(request);
        return shown.Statements is [CmdletCall call] ? shown with { Statements = [call.PipeTo("Remove-NetIPAddress")], Note = shown.Confidence == NetCommandConfidence.Exact ? null : shown.Note } : shown;
    }
}
