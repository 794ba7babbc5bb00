namespace NetNs.Translation;

/// <content>Blocks, loops, and what is taken as a whole.</content>
internal sealed partial class ShellParser
{
    private ShellGroup ReadGroup(string close, int start, int nesting)
    {
        Advance();
        IReadOnlyList<ShellNode> body = ReadBody([close], nesting);
        Advance();
        return new ShellGroup(body, ReadRedirects(), SourceFrom(start));
    }

    private ShellFor ReadFor(int start, int nesting)
    {
        Advance();
        if (_token.Word is not { IsBare: true } name || !name.Text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw new ShellSyntaxException("behind 'for' a name is missing");
        Advance();
        var words = new List<ShellWord>();
        SkipNewlines();
        if (!_token.IsWord("in"))
            throw new ShellSyntaxException("a 'for' without 'in' goes over the arguments of the script, which are not known");
        for (Advance(); _token.Word is { } word; Advance())
            words.Add(word);
        if (_token.Is(";"))
            Advance();
        SkipNewlines();
        if (!_token.IsWord("do"))
            throw new ShellSyntaxException("'do' is missing");
        Advance();
        IReadOnlyList<ShellNode> body = ReadBody(["done"], nesting);
        Advance();
        return new ShellFor(name.Text, words, body, ReadRedirects(), SourceFrom(start));
    }

    private List<ShellNode> ReadBody(string[] enders, int nesting)
    {
        var body = new List<ShellNode>();
        int line = _token.Line;
        while (!IsEnd(enders))
        {
            CheckLength(line, enders[0]);
            if (_token.Is(";"))
            {
                Advance();
                continue;
            }

            bool isNewline = _token.Kind == ShellTokenKind.Newline;
            ShellNode node = ReadNode(enders, nesting + 1);
            if (!isNewline)
                body.Add(node);
            if (_token.Kind == ShellTokenKind.Newline)
                Advance();
        }

        return _token.Kind == ShellTokenKind.End ? throw new ShellSyntaxException($"'{enders[0]}' is missing") : body;
    }

    // What cannot be translated is taken as a whole, up to its end.
    private ShellControl ReadControl(string keyword, string end, int start)
    {
        var ends = new Stack<string>();
        ends.Push(end);
        bool isFirst = false;
        int line = _token.Line;
        while (ends.Count > 0)
        {
            CheckLength(line, ends.Peek());
            Advance();
            if (_token.Kind == ShellTokenKind.End)
                throw new ShellSyntaxException($"'{ends.Peek()}' is missing");
            if (_token.Word is { IsBare: true, Text: var word } && (isFirst || word == "}"))
            {
                if (word == ends.Peek())
                    ends.Pop();
                else if (word == "for" || _controls.ContainsKey(word))
                    ends.Push(word == "for" ? "done" : _controls[word]);
            }

            isFirst = _token.Kind == ShellTokenKind.Newline || (_token.Kind == ShellTokenKind.Operator && _token.Text is ";" or "&&" or "||" or ";;" or "&" or "|" or "(" or ")")
                || _token.IsWord("then") || _token.IsWord("do") || _token.IsWord("else") || _token.IsWord("{");
        }

        Advance();
        ReadRedirects();
        return new ShellControl(keyword, SourceFrom(start));
    }

    private void CheckLength(int line, string end)
    {
        if (_token.Line - line > MaxBlockLines)
            throw new ShellSyntaxException($"'{end}' is missing");
    }

    private List<ShellRedirect> ReadRedirects()
    {
        var redirects = new List<ShellRedirect>();
        while (_token.Kind == ShellTokenKind.Operator && (_token.Text[0] is '<' or '>' || _token.Text == "&>"))
            redirects.Add(ReadRedirect());
        return redirects;
    }
}
