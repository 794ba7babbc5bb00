namespace NetNs.Translation;

/// <summary>Reads a shell script, piece by piece. A line that a shell would not take becomes a piece of its own, and the next line is read.</summary>
internal sealed partial class ShellParser
{
    // Words that begin what depends on results, and the word that ends it.
    private static readonly Dictionary<string, string> _controls = new()
    {
        ["if"] = "fi", ["while"] = "done", ["until"] = "done", ["case"] = "esac", ["select"] = "done", ["function"] = "}",
    };

    // A block that is not closed within so many lines is a mistake; a script that has many of them is read in good time.
    private const int MaxBlockLines = 1000;

    private static readonly string[] _enders = ["done", "}", "fi", "esac", "then", "else", "elif", "do"];

    private readonly ShellLexer _lexer;
    private ShellToken _token;

    private ShellParser(string text, int depth)
    {
        _lexer = new ShellLexer(text, depth);
        _token = new ShellToken(ShellTokenKind.Newline, "", 0, 0);
    }

    /// <summary>The pieces of a script, comments and empty lines included. Never throws.</summary>
    /// <param name="text">The script.</param>
    /// <param name="depth">How deep it is nested in another.</param>
    internal static IReadOnlyList<ShellNode> Parse(string text, int depth = 0)
    {
        var nodes = new List<ShellNode>();
        if (depth > ShellLexer.MaxDepth)
            return [new ShellBroken(1, text, "it is nested too deep")];
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        var parser = new ShellParser(text, depth);
        while (parser._lexer.Position < text.Length)
            nodes.Add(parser.ReadLine());
        return nodes;
    }

    // One piece; on a mistake the rest of the line that it began on.
    private ShellNode ReadLine()
    {
        int start = _lexer.Position, line = _lexer.Line;
        try
        {
            Advance();
            // "> ip link": a prompt, as some pages show it.
            if (_token.Is(">"))
                Advance();
            return ReadNode([], 0);
        }
        catch (ShellSyntaxException e)
        {
            return Skip(start, line, e.Message);
        }
    }

    private ShellBroken Skip(int start, int line, string reason)
    {
        string text = _lexer.Text;
        int end = text.IndexOf('\n', start);
        _lexer.ForgetHeredocs();
        _lexer.MoveTo(end < 0 ? text.Length : end + 1, end < 0 ? line : line + 1);
        return new ShellBroken(line, text[start..(end < 0 ? text.Length : end)].Trim(), reason);
    }

    private void Advance() => _token = _lexer.Next();

    private bool IsEnd(string[] enders) => _token.Kind == ShellTokenKind.End || enders.Any(e => _token.IsWord(e) || _token.Is(e));

    /// <summary>Reads from the current token; the token behind the piece is not read yet, except in a block.</summary>
    private ShellNode ReadNode(string[] enders, int nesting)
    {
        int start = _token.Start, line = _token.Line;
        if (nesting > ShellLexer.MaxDepth)
            throw new ShellSyntaxException("blocks are nested too deep");
        if (_token.Kind is ShellTokenKind.Newline or ShellTokenKind.Comment or ShellTokenKind.End)
        {
            string? comment = null;
            if (_token.Kind == ShellTokenKind.Comment)
            {
                comment = _token.Text;
                Advance();
            }

            string source = _lexer.Text[start..Math.Max(start, EndOf())].Trim();
            return new ShellRemark(line, source) { Comment = comment };
        }

        var pipelines = new List<ShellPipeline>();
        var operators = new List<string>();
        while (true)
        {
            pipelines.Add(ReadPipeline(enders, nesting));
            if (!_token.Is("&&") && !_token.Is("||"))
                break;
            operators.Add(_token.Text);
            Advance();
            SkipNewlines();
        }

        string text = _lexer.Text[start..Math.Max(start, EndOf())].Trim();
        bool isBackground = _token.Is("&");
        string? remark = null;
        if (_token.Is(";") || isBackground)
        {
            // The rest of the line is a piece of its own, unless nothing is left of it.
            (int position, int at) = (_lexer.Position, _lexer.Line);
            Advance();
            if (_token.Kind == ShellTokenKind.Word || _token.Is("(") || _token.Is(")"))
            {
                if (enders.Length == 0)
                    _lexer.MoveTo(position, at);
                return new ShellAndOr(line, text, pipelines, operators, isBackground);
            }
        }

        if (_token.Kind == ShellTokenKind.Comment)
        {
            remark = _token.Text;
            Advance();
        }

        if (_token.Kind is not (ShellTokenKind.Newline or ShellTokenKind.End) && !IsEnd(enders))
            throw new ShellSyntaxException($"'{Shown(_token)}' cannot stand here");
        return new ShellAndOr(line, text, pipelines, operators, isBackground) { Comment = remark };
    }

    // Where the current token begins: the end of what was read, without the blanks before it.
    private int EndOf() => _token.Kind == ShellTokenKind.End ? _lexer.Text.Length : _token.Start;

    private ShellPipeline ReadPipeline(string[] enders, int nesting)
    {
        bool isNegated = _token.IsWord("!");
        if (isNegated)
            Advance();
        var commands = new List<ShellCommand>();
        while (true)
        {
            commands.Add(ReadCommand(enders, nesting));
            if (!_token.Is("|") && !_token.Is("|&"))
                return new ShellPipeline(commands, isNegated);
            Advance();
            SkipNewlines();
        }
    }

    private ShellCommand ReadCommand(string[] enders, int nesting)
    {
        int start = _token.Start;
        if (IsEnd(enders) || _token.Kind is not (ShellTokenKind.Word or ShellTokenKind.Operator))
            throw new ShellSyntaxException("a command is missing");
        if (_token.Is("("))
            return ReadGroup(")", start, nesting);
        if (_token.IsWord("{"))
            return ReadGroup("}", start, nesting);
        if (_token.IsWord("for"))
            return ReadFor(start, nesting);
        if (_token.Word is { IsBare: true, Text: var word } && _controls.TryGetValue(word, out string? end))
            return ReadControl(word, end, start);
        if (_token.Word is { IsBare: true, Text: var lone } && _enders.Contains(lone))
            throw new ShellSyntaxException($"'{lone}' has nothing that it ends");
        return ReadSimple(start);
    }

    private ShellSimple ReadSimple(int start)
    {
        var assignments = new List<(string, ShellWord)>();
        var words = new List<ShellWord>();
        var redirects = new List<ShellRedirect>();
        while (true)
        {
            if (_token.Kind == ShellTokenKind.Operator && _token.Text[0] is '<' or '>' || _token.Is("&>"))
            {
                redirects.Add(ReadRedirect());
                continue;
            }

            if (_token.Word is not { } word)
                break;
            if (words.Count == 0 && Assignment(word) is { } assignment)
                assignments.Add(assignment);
            else
                words.Add(word);
            Advance();
            if (_token.Is("(") && words.Count == 1)
            {
                Advance();
                if (!_token.Is(")"))
                    throw new ShellSyntaxException("'(' cannot stand here");
                throw new ShellSyntaxException("functions are not translated");
            }
        }

        if (words.Count == 0 && assignments.Count == 0 && redirects.Count == 0)
            throw new ShellSyntaxException($"'{Shown(_token)}' cannot stand here");
        return new ShellSimple(assignments, words, redirects, SourceFrom(start));
    }

    private static (string, ShellWord)? Assignment(ShellWord word)
    {
        if (word.Parts is not [{ Kind: WordPartKind.Literal, IsQuoted: false } first, ..] || first.Text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals))
            return null;
        string name = first.Text[..equals];
        if (char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return null;
        return (name, word.Without(name + "="));
    }

    private ShellRedirect ReadRedirect()
    {
        (string symbol, int descriptor) = (_token.Text, _token.Descriptor);
        Advance();
        if (_token.Word is not { } target)
            throw new ShellSyntaxException($"behind '{symbol}' a word is missing");
        if (symbol is not ("<<" or "<<-"))
        {
            Advance();
            return new ShellRedirect(symbol, descriptor, target);
        }

        ShellLexer.PendingHeredoc heredoc = _lexer.ExpectHeredoc(target, symbol == "<<-");
        (int position, int line) = (_lexer.Position, _lexer.Line);
        // The text comes after this line: it is read now, and again with the line's end.
        ReadAhead();
        string body = heredoc.Body;
        bool isExpanded = heredoc.IsExpanded;
        _lexer.MoveTo(position, line);
        _lexer.ExpectHeredoc(target, symbol == "<<-");
        Advance();
        return new ShellRedirect("<<", descriptor, ShellLexer.ReadHeredocText(body, isExpanded, _lexer.Depth + 1));
    }

    private void ReadAhead()
    {
        ShellToken token;
        do
            token = _lexer.Next();
        while (token.Kind is not (ShellTokenKind.Newline or ShellTokenKind.End));
        if (token.Kind == ShellTokenKind.End)
            throw new ShellSyntaxException("the text that '<<' announces is missing");
    }

    private string SourceFrom(int start) => _lexer.Text[start..Math.Max(start, EndOf())].Trim();

    private void SkipNewlines()
    {
        while (_token.Kind is ShellTokenKind.Newline or ShellTokenKind.Comment)
            Advance();
    }

    private static string Shown(ShellToken token) => token.Word?.Source ?? token.Text.Trim();
}
