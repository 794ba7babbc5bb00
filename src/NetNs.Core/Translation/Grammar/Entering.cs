namespace NetNs.Translation;

/// <summary>Commands that run another one inside a namespace: <c>ip netns exec</c>, <c>nsenter</c>.</summary>
internal static class Entering
{
    private static readonly string[] _shells = ["bash", "sh", "zsh", "dash", "ash", "ksh", "fish"];

    /// <summary>A namespace as -Namespace takes it: the name, where a file of the folder of names is meant.</summary>
    internal static ShellWord PlaceOf(ShellWord word)
    {
        foreach (string folder in (string[])["/var/run/netns/", "/run/netns/"])
        {
            if (word.Text.StartsWith(folder, StringComparison.Ordinal))
                return word.Without(folder);
        }

        return word.Text.StartsWith("/proc/", StringComparison.Ordinal) && word.Text.EndsWith("/ns/net", StringComparison.Ordinal) && word.Split('/') is [_, _, var process, _, _] ? process : word;
    }

    /// <summary>The meaning of a command inside a namespace.</summary>
    /// <param name="outer">The command that runs it.</param>
    /// <param name="words">The command.</param>
    /// <param name="place">The namespace.</param>
    internal static Meaning Inside(CommandLine outer, IReadOnlyList<ShellWord> words, ShellWord place)
    {
        if (words.Count == 0)
            return Shell(null, place);
        string program = outer.Skip(outer.Words.Count - words.Count).Program;
        if (_shells.Contains(program) && words.Skip(1).All(w => w.Text.StartsWith('-') && !w.Text.Contains('c', StringComparison.Ordinal)))
            return Shell(program, place);
        return outer.Translator.Translate(words, place);
    }

    private static Meaning Shell(string? shell, ShellWord place)
    {
        var call = new CmdletCall("Enter-NetNamespace") { Arguments = [(null, place)] };
        return Meaning.Equivalent("The shell inside is PowerShell unless -Shell says another.", call.With("Shell", shell is null or "sh" ? null : (CmdletValue)shell)) with { Enters = place };
    }

    /// <summary><c>nsenter</c>.</summary>
    internal static Meaning Nsenter(CommandLine command)
    {
        WordReader words = command.Arguments;
        ShellWord? process = null, place = null;
        bool takesNet = false;
        var others = new List<string>();
        while (words.Peek.StartsWith('-'))
        {
            ShellWord word = words.Take("an option");
            string text = word.Text;
            if (text.StartsWith("--net=", StringComparison.Ordinal) || (text.StartsWith("-n", StringComparison.Ordinal) && text.Length > 2 && text.Contains('/', StringComparison.Ordinal)))
            {
                string prefix = text.StartsWith("--net=", StringComparison.Ordinal) ? "--net=" : "-n";
                place = PlaceOf(word.Without(prefix).Without("="));
            }
            else if (text is "-t" or "--target")
            {
                process = words.Take("a process");
            }
            else if (text.StartsWith("--target=", StringComparison.Ordinal))
            {
                process = word.Without("--target=");
            }
            else if (text.StartsWith("-t", StringComparison.Ordinal) && text.Skip(2).All(char.IsAsciiDigit) && text.Length > 2)
            {
                process = word.Without("-t");
            }
            else if (text is "--net" or "-n")
            {
                takesNet = true;
            }
            else if (text == "--")
            {
                break;
            }
            else if (text is "-a" or "--all" || (text.Length > 1 && text[1] != '-' && text.Skip(1).All(c => "muipUCTrwnF".Contains(c, StringComparison.Ordinal))))
            {
                takesNet |= text.Contains('n', StringComparison.Ordinal) || text is "-a" or "--all";
                if (text != "-n")
                    others.Add(text);
            }
            else
            {
                others.Add(text);
            }
        }

        place ??= takesNet ? process : null;
        if (place is null)
            return Meaning.Unsupported("It enters no network namespace of a file or a process.");
        Meaning meaning = Inside(command, words.Rest, place);
        return others.Count == 0 ? meaning : meaning.But(NetCommandConfidence.Partial, $"Only the network namespace is entered: without {string.Join(' ', others)}.");
    }
}
