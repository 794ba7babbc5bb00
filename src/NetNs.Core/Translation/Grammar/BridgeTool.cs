namespace NetNs.Translation;

/// <summary><c>bridge</c> of iproute2.</summary>
internal static class BridgeTool
{
    private static readonly string[] _objects = ["link", "fdb", "mdb", "mst", "vlan", "vni", "monitor", "help"];

    internal static Meaning Translate(CommandLine command)
    {
        WordReader words = command.Arguments;
        while (words.Peek.StartsWith('-'))
        {
            string option = words.Take("an option").Text;
            if (option is "-n" or "-netns")
                command = command with { Place = Entering.PlaceOf(words.Take("a namespace")) };
            else if (option is "-b" or "-batch")
                return Meaning.Unsupported("The commands are in a file.");
        }

        string word = words.IsAtEnd ? "" : words.Take("an object").Text;
        string? subject = word.Length == 0 ? null : _objects.FirstOrDefault(o => o.StartsWith(word, StringComparison.Ordinal));
        string verb = words.IsAtEnd ? "show" : words.Take("a verb").Text;
        bool isShown = verb.Length > 0 && ("show".StartsWith(verb, StringComparison.Ordinal) || verb is "list" or "lst");
        return subject switch
        {
            "link" when isShown => Link(command, words),
            "link" when verb == "set" => SetLink(command, words),
            "fdb" when isShown => Forwarding(command, words),
            "fdb" => Meaning.Unsupported("Entries of a forwarding table cannot be made by hand in this version; Get-BridgeForwarding shows them."),
            "vlan" => Meaning.Unsupported("VLANs of bridge ports have no cmdlet in this version."),
            "monitor" => Meaning.Equivalent("Ctrl+C ends it.", command.Place is { } place ? new CmdletCall("Watch-NetNamespace").With(place) : new CmdletCall("Watch-NetNamespace")),
            _ => Meaning.Unsupported($"'bridge {word}' has no equivalent in this module."),
        };
    }

    private static Meaning Link(CommandLine command, WordReader words)
    {
        CmdletCall call = command.Call("Get-BridgePort");
        if (words.TryTake("dev") || words.TryTake("master"))
            call = call.With("Link", words.Take("the name of a link"));
        return IpLinkSet.Unread(words, Meaning.Exact(call));
    }

    private static Meaning SetLink(CommandLine command, WordReader words)
    {
        words.TryTake("dev");
        var left = new List<string>();
        CmdletCall call = PortSettings.Of(command.Call("Set-BridgePort").With("Link", words.Take("the name of a link")), words, left);
        return call.Arguments.Count == 1 ? Meaning.Unsupported($"Without an equivalent: {string.Join(", ", left)}.")
            : left.Count == 0 ? Meaning.Exact(call)
            : Meaning.Partial($"Without an equivalent: {string.Join(", ", left)}.", call);
    }

    private static Meaning Forwarding(CommandLine command, WordReader words)
    {
        CmdletCall call = command.Call("Get-BridgeForwarding");
        if (words.TryTake("br", "bridge"))
            call = call.With(words.Take("a bridge"));
        return words.IsAtEnd
            ? Meaning.Equivalent("-IncludeLocal shows the addresses of the ports themselves too.", call)
            : Meaning.Partial(IpRequest.Unread(string.Join(' ', words.Rest.Select(w => w.Text))), call);
    }
}
