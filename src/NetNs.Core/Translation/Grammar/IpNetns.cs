namespace NetNs.Translation;

/// <summary><c>ip netns</c>.</summary>
internal static class IpNetns
{
    /// <summary>What a learner may want to know of the first command of every tutorial.</summary>
    private const string Loopback = "Without -LoopbackDown lo is up at once.";

    internal static Meaning List(IpRequest request) => Meaning.Exact(new CmdletCall("Get-NetNamespace"));

    internal static Meaning Add(IpRequest request)
        => IpLinkSet.Unread(request.Words, request.Words.IsAtEnd
            ? Meaning.Unsupported("The name is missing: New-NetNamespace NAME.")
            : new Meaning([new CmdletCall("New-NetNamespace").With(request.Words.Take("a name")).Switch("LoopbackDown")], NetCommandConfidence.Exact, Loopback));

    internal static Meaning Delete(IpRequest request)
        => request.Options.Contains("all")
            ? Meaning.Exact(new CmdletCall("Get-NetNamespace").PipeTo("Remove-NetNamespace"))
            : IpLinkSet.Unread(request.Words, Meaning.Exact(new CmdletCall("Remove-NetNamespace").With(Entering.PlaceOf(request.Words.Take("a name")))));

    internal static Meaning Exec(IpRequest request)
    {
        if (request.Options.Contains("all"))
            return Everywhere(request);
        ShellWord name = request.Words.Take("a namespace");
        return request.Words.IsAtEnd
            ? Meaning.Unsupported($"The command to run inside is missing: Invoke-NetNamespace {((CmdletValue)name).Code} {{ … }}.")
            : Entering.Inside(request.Command, request.Words.Rest, name);
    }

    private static Meaning Everywhere(IpRequest request)
    {
        ShellWord one = new([new WordPart(WordPartKind.Variable, "", "_", Code: "$_")], "$_");
        Meaning inside = request.Command.Translator.Translate(request.Words.Rest, one);
        return inside.Statements.Count == 0
            ? inside
            : inside with { Statements = [new PowerShellCode($"Get-NetNamespace | ForEach-Object {{ {string.Join("; ", inside.Statements.Select(s => s.Code))} }}")], Native = null };
    }

    internal static Meaning Attach(IpRequest request)
        => Meaning.Exact(new CmdletCall("Mount-NetNamespace").With(request.Words.Take("a name")).With("ProcessId", request.Words.Take("a process")));

    internal static Meaning Identify(IpRequest request)
        => request.Words.IsAtEnd || request.Words.Peek == "self"
            ? Meaning.Exact(new CmdletCall("Get-NetNamespace").Switch("Current"))
            : Meaning.Exact(new CmdletCall("Get-NetNamespace").With("ProcessId", request.Words.Take("a process")));

    internal static Meaning Pids(IpRequest request) => Meaning.Exact(new CmdletCall("Get-NetNamespaceProcess").With(request.Words.Take("a namespace")));

    internal static Meaning Monitor(IpRequest request) => Meaning.Equivalent("Ctrl+C ends it; -Kind limits it.", request.Command.Place is { } place
        ? new CmdletCall("Watch-NetNamespace").With(place)
        : new CmdletCall("Watch-NetNamespace"));
}
