namespace NetNs.Translation;

/// <content>Simple commands: prefixes, redirections, assignments.</content>
internal sealed partial class Translator
{
    private static readonly string[] _prefixes = ["sudo", "doas", "command", "exec", "nohup", "time", "busybox"];

    /// <summary>Words without "sudo" and its like.</summary>
    private static IReadOnlyList<ShellWord> WithoutPrefix(IReadOnlyList<ShellWord> words)
    {
        int i = PromptLength(words);
        while (i < words.Count && words[i].IsLiteral && (_prefixes.Contains(words[i].Text) || words[i].Text == "$"))
        {
            bool isSudo = words[i].Text is "sudo" or "doas";
            i++;
            while (isSudo && i < words.Count && words[i].Text.StartsWith('-'))
                i += words[i].Text is "-u" or "-g" or "--user" or "--group" ? 2 : 1;
        }

        return i == 0 ? words : [.. words.Skip(i)];
    }

    // "root@host:~#", "[root@host]#" and "[root@host ~]#", as a page shows them before a command.
    private static int PromptLength(IReadOnlyList<ShellWord> words)
    {
        if (words.Count < 2 || !words[0].IsLiteral || !words[0].Text.Contains('@', StringComparison.Ordinal))
            return 0;
        if (words[0].Text[^1] is '#' or '$')
            return 1;
        return words[0].Text[0] == '[' && words[1].Text.EndsWith("]#", StringComparison.Ordinal) || words[1].Text.EndsWith("]$", StringComparison.Ordinal) ? 2 : 0;
    }

    private Meaning Translate(ShellSimple command, ShellWord? place)
    {
        IReadOnlyList<ShellWord> raw = WithoutPrefix(command.Words);
        if (raw.Count > 0 && raw[0].Text is "export" or "local" or "readonly" or "declare" && raw.Skip(1).Where(IsDeclaration).ToArray() is { Length: > 0 } declared)
            return declared.Select(Declare).Aggregate((a, b) => a.Then(b));
        if (command.Words.Count == 0)
        {
            return command.Assignments.Count == 0
                ? Meaning.Unsupported("A redirection alone has no equivalent.")
                : command.Assignments.Select(a => Assign(a.Name, a.Value)).Aggregate((a, b) => a.Then(b));
        }

        if (raw.Count == 0 || (raw.Count > 0 && raw[0].IsLiteral && raw[0].Text == "su"))
            return Meaning.Unsupported("It starts a shell with the rights of root: start pwsh with sudo.");
        _variables.Unknown.Clear();
        IReadOnlyList<ShellWord> words = _variables.BindAll(raw, Substitute);
        if (words.Count == 0)
            return Meaning.Nothing("The variable is empty.");
        Meaning meaning = TranslateRedirected(command, words, place);
        if (command.Assignments.Count > 0)
            meaning = meaning.But(NetCommandConfidence.Partial, "The variables for this one command are left out.");
        return NoteUnknown(meaning);
    }

    private Meaning NoteUnknown(Meaning meaning)
        => _variables.Unknown.Count == 0 || meaning.Statements.Count == 0 ? meaning : meaning.But(NetCommandConfidence.Partial, $"These lines do not tell the value of {string.Join(", ", _variables.Unknown)}.");

    private static bool IsDeclaration(ShellWord word) => word.Parts is [{ Kind: WordPartKind.Literal }, ..] && word.Text.Contains('=', StringComparison.Ordinal);

    private Meaning Declare(ShellWord word) => word.Split('=', 2) is [var name, var value] && name.Text.Length > 0 && name.Text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        ? Assign(name.Text, value)
        : throw new NotUnderstoodException($"'{word.Text}' is not an assignment.");

    private Meaning Assign(string name, ShellWord value)
    {
        _variables.Unknown.Clear();
        try
        {
            ShellWord bound = _variables.Bind(value, Substitute);
            string code = Expression(bound);
            _variables.Set(name, bound.IsKnown ? bound.Text : null);
            return NoteUnknown(Meaning.Exact(new PowerShellCode($"{_variables.CodeOf(name)} = {code}")));
        }
        catch (NotUnderstoodException)
        {
            _variables.Set(name, null);
            throw;
        }
    }

    /// <summary>A word where PowerShell expects an expression and not an argument.</summary>
    private static string Expression(ShellWord word)
    {
        if (!word.IsLiteral)
            return word.Code;
        string code = PowerShellText.Quote(word.Text);
        return code[0] is '\'' or '"' || (code.All(char.IsAsciiDigit) && (code.Length == 1 || code[0] != '0') && code.Length < 10) ? code : $"'{code}'";
    }

    private string? Substitute(string script)
    {
        if (_nesting >= MaxNesting)
            return null;
        _nesting++;
        string[] before = [.. _variables.Unknown];
        try
        {
            TranslatedNode[] nodes = [.. ShellParser.Parse(script, _nesting).Select(n => Translate(n, null)).Where(n => n.Meaning is not null)];
            _variables.Unknown.UnionWith(before);
            return nodes is [var only] ? only.Code ?? only.Meaning!.Native : null;
        }
        finally
        {
            _nesting--;
        }
    }

    private Meaning TranslateRedirected(ShellSimple command, IReadOnlyList<ShellWord> words, ShellWord? place)
    {
        ShellRedirect? heredoc = command.Redirects.FirstOrDefault(r => r.Operator is "<<" or "<<<");
        ShellRedirect? output = command.Redirects.FirstOrDefault(r => r.Operator is ">" or ">|" or ">>" && r.Descriptor is -1 or 1);
        if (output is not null && words[0].Text is "echo" or "printf" && Sysctl.NameOf(_variables.Bind(output.Target, Substitute)) is { } setting)
            return Sysctl.Write(new CommandLine(words, place, this), setting, EchoedText(words));
        if (heredoc is not null)
            return TranslateInput(words, heredoc.Target, place);
        Meaning meaning = Attempt(() => Translate(words, place));
        foreach (ShellRedirect redirect in command.Redirects)
            meaning = Redirect(meaning, redirect);
        return meaning;
    }

    private static ShellWord EchoedText(IReadOnlyList<ShellWord> words)
        => words.Skip(1).SkipWhile(w => w.Text is "-n" or "-e").Aggregate((ShellWord?)null, (all, w) => all is null ? w : all.Append(" ").Append(w)) ?? ShellWord.Of("");

    // A shell that reads a heredoc: its lines are commands.
    private Meaning TranslateInput(IReadOnlyList<ShellWord> words, ShellWord input, ShellWord? place)
    {
        Meaning outer = Translate(words, place);
        if (outer.Enters is { } entered)
            return TranslateScript(input, entered);
        string program = new CommandLine(words, place, this).Program;
        return program is "bash" or "sh" && words.Skip(1).All(w => w.Text.StartsWith('-'))
            ? TranslateScript(input, place)
            : Meaning.Unsupported("It reads its input from the lines that follow.");
    }

    private Meaning Redirect(Meaning meaning, ShellRedirect redirect)
    {
        if (meaning.Statements.Count == 0 && meaning.Native is null)
            return meaning;
        if (redirect.Operator == ">&" && redirect.Target.Text is "1" or "2" or "&1")
            return redirect.Descriptor == 2 ? With(meaning, " 2>&1") : meaning;
        ShellWord target = _variables.Bind(redirect.Target, Substitute);
        if (redirect.Operator is "<" or "<>" or "<&" or "<<" or "<<<")
            return target.Text == "/dev/null" ? meaning : throw new NotUnderstoodException("Its input comes from a file.");
        bool isAll = redirect.Operator is "&>" or ">&";
        string stream = isAll ? "*" : redirect.Descriptor == 2 ? "2" : "";
        if (target.Text == "/dev/null")
            return With(meaning, $" {stream}> $null");
        if (target.Text.StartsWith("/proc/", StringComparison.Ordinal) || target.Text.StartsWith("/sys/", StringComparison.Ordinal))
            throw new NotUnderstoodException($"Writing {target.Text} has no equivalent.");
        return With(meaning, $" {stream}{(redirect.Operator == ">>" ? ">>" : ">")} {target.Code}").But(NetCommandConfidence.Equivalent, "The file gets the text of PowerShell's view.");
    }

    private static Meaning With(Meaning meaning, string redirection) => meaning with
    {
        // Each statement by itself: there is no block that could be redirected.
        Statements = [.. meaning.Statements.Select(s => new PowerShellCode(s.Code + redirection))],
        Native = meaning.Native is { } native ? native + redirection : null,
        Enters = null,
    };
}
