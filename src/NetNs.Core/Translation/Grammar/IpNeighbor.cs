namespace NetNs.Translation;

/// <summary><c>ip neighbor</c>.</summary>
internal static class IpNeighbor
{
    internal static Meaning Add(IpRequest request) => Make(request, "New-NetNeighbor", null);

    internal static Meaning Replace(IpRequest request)
        => Make(request, "New-NetNeighbor", "Reuse").But(NetCommandConfidence.Equivalent, "Where another entry is there, remove it first: Remove-NetNeighbor.");

    internal static Meaning Delete(IpRequest request) => Make(request, "Remove-NetNeighbor", null);

    private static Meaning Make(IpRequest request, string cmdlet, string? ifExists)
    {
        bool isMade = cmdlet.StartsWith("New", StringComparison.Ordinal);
        Entry entry = Read(request.Words);
        if (entry.Address is null)
            return Meaning.Unsupported("The address is missing.");
        if (isMade && entry.Link is null)
            return Meaning.Unsupported("The link is missing: dev NAME.");
        CmdletCall call = request.Call(cmdlet).With(entry.Address).With(isMade ? entry.Mac : null).With("InterfaceAlias", entry.Link);
        if (isMade)
            call = call.With("State", entry.State is null or "permanent" ? null : (CmdletValue)StateName(entry.State)).With("IfExists", ifExists);
        return entry.Left.Count == 0 ? Meaning.Exact(call) : Meaning.Partial($"Without an equivalent: {string.Join(", ", entry.Left)}.", call);
    }

    internal static Meaning Show(IpRequest request)
    {
        Entry entry = Read(request.Words);
        CmdletCall call = request.List("Get-NetNeighbor").With(entry.Address).With("InterfaceAlias", entry.Link)
            .With("State", entry.State is null or "all" ? null : (CmdletValue)StateName(entry.State));
        return entry.Left.Count == 0 ? Meaning.Exact(call) : Meaning.Partial(IpRequest.Unread(string.Join(' ', entry.Left)), call);
    }

    internal static Meaning Flush(IpRequest request)
    {
        Meaning shown = Show(request);
        return shown.Statements is [CmdletCall call] ? shown with { Statements = [call.PipeTo("Remove-NetNeighbor")] } : shown;
    }

    private static Entry Read(WordReader words)
    {
        var entry = new Entry();
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            switch (word.Text)
            {
                case "dev":
                    entry.Link = words.Take("the name of a link");
                    break;
                case "lladdr":
                    entry.Mac = words.Take("an address");
                    break;
                case "nud":
                    entry.State = words.Take("a state").Text;
                    break;
                case "to":
                    entry.Address = words.Take("an address");
                    break;
                case "proxy" or "router" or "extern_learn":
                    entry.Left.Add(word.Text);
                    break;
                default:
                    if (entry.Address is null)
                        entry.Address = word;
                    else
                        entry.Left.Add(word.Text);
                    break;
            }
        }

        return entry;
    }

    private static string StateName(string state) => state.ToLowerInvariant() switch
    {
        "noarp" => "NoArp",
        "" => throw new NotUnderstoodException("The state is not known."),
        var other => char.ToUpperInvariant(other[0]) + other[1..],
    };

    private sealed class Entry
    {
        internal CmdletValue? Address { get; set; }

        internal CmdletValue? Link { get; set; }

        internal CmdletValue? Mac { get; set; }

        internal string? State { get; set; }

        internal List<string> Left { get; } = [];
    }
}
