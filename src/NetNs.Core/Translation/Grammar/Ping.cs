using System.Globalization;

namespace NetNs.Translation;

/// <summary><c>ping</c>.</summary>
internal static class Ping
{
    internal static Meaning Translate(CommandLine command)
    {
        WordReader words = command.Arguments;
        CmdletValue? host = null, count = null, timeout = null;
        string? family = command.Program == "ping6" ? "IPv6" : null;
        var left = new List<string>();
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            string text = word.Text;
            if (!text.StartsWith('-') || !word.IsLiteral)
            {
                if (host is null)
                    host = word;
                else
                    left.Add(text);
                continue;
            }

            // A value may stand right behind its letter: -c3.
            string letter = text.Length > 1 ? text[..2] : text;
            ShellWord? value = text.Length > 2 && letter is "-c" or "-W" or "-w" or "-I" or "-i" or "-s" or "-t" or "-M" ? word.Without(letter) : null;
            if (letter is "-c")
                count = value ?? words.Take("a number");
            else if (letter is "-W" or "-w")
                timeout = Timeout(value ?? words.Take("a time"));
            else if (letter is "-I" or "-i" or "-s" or "-t" or "-M" or "-Q" or "-m" or "-l" or "-p" or "-S")
                left.Add($"{letter} {(value ?? words.Take("a value")).Text}");
            else if (text is "-4" or "-6")
                family = text == "-4" ? "IPv4" : "IPv6";
            else if (!text.Skip(1).All(c => "nqvDOUaAbdfRr".Contains(c, StringComparison.Ordinal)))
                left.Add(text);
        }

        if (host is null)
            return Meaning.Unsupported("The address is missing.");
        CmdletCall call = command.Call("Test-NetConnection").With(host).With("Count", count).With("Timeout", timeout).With("AddressFamily", family);
        Meaning meaning = Meaning.Equivalent(count is null ? "It does not go on until Ctrl+C: -Count says how often." : null, call);
        return left.Count == 0 ? meaning : meaning.But(NetCommandConfidence.Partial, $"Without an equivalent: {string.Join(", ", left)}.");
    }

    private static CmdletValue Timeout(ShellWord word)
        => double.TryParse(word.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture)
            : throw new NotUnderstoodException($"'{word.Text}' is not a time.");
}
