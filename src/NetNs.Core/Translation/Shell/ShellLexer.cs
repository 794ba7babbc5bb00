using System.Text;

namespace NetNs.Translation;

/// <summary>Takes the text of a shell script apart into words and operators. Puts nothing in and runs nothing.</summary>
internal sealed partial class ShellLexer(string text, int depth = 0)
{
    /// <summary>How deep substitutions and blocks may be nested.</summary>
    internal const int MaxDepth = 24;

    // A quote that is not closed within so many lines is a mistake, as in "don't"; a script that has many of them is read in good time.
    private const int MaxQuotedLines = 200;

    private const int MaxHeredocLines = 5000;

    // A piece of a script is never longer; what is longer is no script.
    private const int MaxWordLength = 65536;

    private static readonly string[] _operators = ["&&", "||", ";;", "|&", "<<<", "<<-", "<<", ">>", "&>", ">&", "<&", ">|", "<>", ";", "&", "|", "(", ")", ">", "<"];

    private readonly List<PendingHeredoc> _heredocs = [];

    /// <summary>Where it reads.</summary>
    internal int Position { get; private set; }

    /// <summary>The line that it reads, from 1.</summary>
    internal int Line { get; private set; } = 1;

    internal string Text => text;

    /// <summary>How deep this text is nested in others.</summary>
    internal int Depth => depth;

    /// <summary>Goes back, or on, to a place.</summary>
    internal void MoveTo(int position, int line) => (Position, Line) = (position, line);

    /// <summary>The next word, operator, newline or comment.</summary>
    /// <exception cref="ShellSyntaxException">A quote or a substitution is not closed.</exception>
    internal ShellToken Next()
    {
        SkipBlanks();
        int start = Position, line = Line;
        if (Position >= text.Length)
            return new ShellToken(ShellTokenKind.End, "", start, line);
        char c = text[Position];
        if (c == '\n')
        {
            Position++;
            Line++;
            ReadHeredocs();
            return new ShellToken(ShellTokenKind.Newline, "\n", start, line);
        }

        if (c == '#')
        {
            int end = text.IndexOf('\n', Position);
            Position = end < 0 ? text.Length : end;
            return new ShellToken(ShellTokenKind.Comment, text[(start + 1)..Position], start, line);
        }

        int digits = 0;
        while (Position + digits < text.Length && char.IsAsciiDigit(text[Position + digits]) && digits < 3)
            digits++;
        if (digits is > 0 and < 3 && Position + digits < text.Length && text[Position + digits] is '<' or '>')
        {
            int descriptor = int.Parse(text.AsSpan(Position, digits), System.Globalization.CultureInfo.InvariantCulture);
            Position += digits;
            return new ShellToken(ShellTokenKind.Operator, TakeOperator()!, start, line) { Descriptor = descriptor };
        }

        return TakeOperator() is { } symbol
            ? new ShellToken(ShellTokenKind.Operator, symbol, start, line)
            : new ShellToken(ShellTokenKind.Word, "", start, line) { Word = ReadWord() };
    }

    /// <summary>Makes a redirection whose text comes after the end of the line.</summary>
    internal PendingHeredoc ExpectHeredoc(ShellWord delimiter, bool stripsTabs)
    {
        var heredoc = new PendingHeredoc(delimiter.Text, stripsTabs, delimiter.Parts.All(p => !p.IsQuoted));
        _heredocs.Add(heredoc);
        return heredoc;
    }

    /// <summary>Forgets heredocs of a line that was not understood.</summary>
    internal void ForgetHeredocs() => _heredocs.Clear();

    private void SkipBlanks()
    {
        while (Position < text.Length)
        {
            char c = text[Position];
            if (c is ' ' or '\t' or '\r' or '\u00a0')
            {
                Position++;
            }
            else if (c == '\\' && Position + 1 < text.Length && (text[Position + 1] == '\n' || (text[Position + 1] == '\r' && Position + 2 < text.Length && text[Position + 2] == '\n')))
            {
                Position += text[Position + 1] == '\n' ? 2 : 3;
                Line++;
            }
            else
            {
                return;
            }
        }
    }

    private string? TakeOperator()
    {
        foreach (string symbol in _operators)
        {
            if (string.CompareOrdinal(text, Position, symbol, 0, symbol.Length) == 0)
            {
                Position += symbol.Length;
                return symbol;
            }
        }

        return null;
    }

    private void ReadHeredocs()
    {
        foreach (PendingHeredoc heredoc in _heredocs)
        {
            var body = new StringBuilder();
            int first = Line;
            while (true)
            {
                if (Position >= text.Length || Line - first > MaxHeredocLines)
                {
                    _heredocs.Clear();
                    throw new ShellSyntaxException($"the text that ends with '{heredoc.Delimiter}' has no end");
                }

                int end = text.IndexOf('\n', Position);
                string line = text[Position..(end < 0 ? text.Length : end)].TrimEnd('\r');
                Position = end < 0 ? text.Length : end + 1;
                Line++;
                if (heredoc.StripsTabs)
                    line = line.TrimStart('\t');
                if (line == heredoc.Delimiter)
                    break;
                body.Append(line).Append('\n');
            }

            heredoc.Body = body.ToString();
        }

        _heredocs.Clear();
    }

    /// <summary>A heredoc whose text has not been read yet.</summary>
    internal sealed class PendingHeredoc(string delimiter, bool stripsTabs, bool isExpanded)
    {
        internal string Delimiter => delimiter;

        internal bool StripsTabs => stripsTabs;

        /// <summary>Whether the shell puts in variables.</summary>
        internal bool IsExpanded => isExpanded;

        /// <summary>The text, once the line is read.</summary>
        internal string Body { get; set; } = "";
    }
}
