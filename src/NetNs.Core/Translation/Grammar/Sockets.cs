namespace NetNs.Translation;

/// <summary><c>ss</c>, <c>netstat</c> and <c>nc</c>.</summary>
internal static class Sockets
{
    internal static Meaning Translate(CommandLine command)
    {
        string letters = string.Concat(command.Words.Skip(1).Where(w => w.Text.StartsWith('-') && !w.Text.StartsWith("--", StringComparison.Ordinal)).Select(w => w.Text[1..]));
        if (command.Program == "netstat" && letters.Contains('r', StringComparison.Ordinal))
            return Meaning.Equivalent(null, command.Call("Get-NetRoute"));
        if (command.Program == "netstat" && letters.Contains('i', StringComparison.Ordinal))
            return Meaning.Equivalent(null, command.Call("Get-NetLinkStatistics"));
        bool tcp = letters.Contains('t', StringComparison.Ordinal), udp = letters.Contains('u', StringComparison.Ordinal);
        if (!tcp && !udp)
            (tcp, udp) = (true, true);
        if (letters.Any(c => "xwd".Contains(c, StringComparison.Ordinal)))
            return CommandGrammar.Foreign(command, "Only TCP and UDP sockets have a cmdlet.");
        bool isListening = letters.Contains('l', StringComparison.Ordinal);
        var calls = new List<PowerShellStatement>();
        if (tcp)
            calls.Add(command.Call("Get-NetTCPConnection").With("State", isListening ? "Listen" : null));
        if (udp)
            calls.Add(command.Call("Get-NetUDPEndpoint"));
        return command.Words.Skip(1).Any(w => !w.Text.StartsWith('-'))
            ? Meaning.Partial("The filter is left out: -LocalPort and -State are parameters.", [.. calls])
            : Meaning.Equivalent(null, [.. calls]);
    }

    internal static Meaning Connect(CommandLine command)
    {
        string letters = string.Concat(command.Words.Skip(1).Where(w => w.Text.StartsWith('-')).Select(w => w.Text[1..]));
        ShellWord[] rest = [.. command.Words.Skip(1).Where(w => !w.Text.StartsWith('-'))];
        return letters.Contains('z', StringComparison.Ordinal) && !letters.Contains('u', StringComparison.Ordinal) && !letters.Contains('l', StringComparison.Ordinal) && rest.Length >= 2
            ? Meaning.Equivalent(null, command.Call("Test-NetConnection").With(rest[^2]).With("Port", rest[^1]))
            : CommandGrammar.Foreign(command, "Test-NetConnection HOST -Port PORT tests a connection; a listener has no cmdlet.");
    }
}
