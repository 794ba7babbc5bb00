using System.Text;

namespace NetNs.Translation;

/// <content>Words, quotes and what the shell would put into them.</content>
internal sealed partial class ShellLexer
{
    private ShellWord ReadWord()
    {
        int start = Position;
        var parts = new PartList();
        while (Position < text.Length)
        {
            char c = text[Position];
            if (c is ' ' or '\t' or '\n' or '\r' or '\u00a0' or ';' or '&' or '|' or '<' or '>' or '(' or ')')
            {
                // "<(command)" and "name()" are left to whoever reads the words.
                break;
            }

            if (Position - start > MaxWordLength)
                throw new ShellSyntaxException("a word is too long");
            switch (c)
            {
                case '\\':
                    ReadEscape(parts);
                    break;
                case '\'':
                    Position++;
                    parts.Literal(ReadUntil('\''), true);
                    break;
                case '"':
                    Position++;
                    ReadDoubleQuoted(parts);
                    break;
                case '`':
                    Position++;
                    parts.Put(new WordPart(WordPartKind.Command, "", ReadUntil('`')));
                    break;
                case '$':
                    ReadDollar(parts, false);
                    break;
                default:
                    parts.Literal(c.ToString(), false);
                    Position++;
                    break;
            }
        }

        return new ShellWord(parts.Take(), text[start..Position]);
    }

    /// <summary>The text of a heredoc, with variables in it.</summary>
    internal static ShellWord ReadHeredocText(string body, bool isExpanded, int depth)
    {
        if (!isExpanded)
            return ShellWord.Of(body);
        var lexer = new ShellLexer(body, depth);
        var parts = new PartList();
        while (lexer.Position < body.Length)
        {
            char c = body[lexer.Position];
            if (c == '$')
            {
                lexer.ReadDollar(parts, true);
                continue;
            }

            bool escapes = c == '\\' && lexer.Position + 1 < body.Length && body[lexer.Position + 1] is '$' or '`' or '\\';
            lexer.Position += escapes ? 1 : 0;
            parts.Literal(body[lexer.Position].ToString(), true);
            lexer.Position++;
        }

        return new ShellWord(parts.Take(), body);
    }

    private void ReadEscape(PartList parts)
    {
        Position++;
        if (Position >= text.Length)
            return;
        if (text[Position] == '\n')
        {
            Line++;
            Position++;
            return;
        }

        parts.Literal(text[Position].ToString(), true);
        Position++;
    }

    private void ReadDoubleQuoted(PartList parts)
    {
        int lines = Line;
        parts.Literal("", true);
        while (Position < text.Length)
        {
            char c = text[Position];
            if (c == '"')
            {
                Position++;
                return;
            }

            if (c == '\n' && Line++ - lines > MaxQuotedLines)
                break;
            if (c == '\\' && Position + 1 < text.Length && text[Position + 1] is '$' or '`' or '"' or '\\' or '\n')
            {
                Position++;
                if (text[Position] == '\n')
                    Line++;
                else
                    parts.Literal(text[Position].ToString(), true);
                Position++;
            }
            else if (c == '$')
            {
                ReadDollar(parts, true);
            }
            else if (c == '`')
            {
                Position++;
                parts.Put(new WordPart(WordPartKind.Command, "", ReadUntil('`'), true));
            }
            else
            {
                parts.Literal(c.ToString(), true);
                Position++;
            }
        }

        throw new ShellSyntaxException("a double quote is not closed");
    }

    private void ReadDollar(PartList parts, bool isQuoted)
    {
        Position++;
        char c = Position < text.Length ? text[Position] : ' ';
        if (c == '(' && Position + 1 < text.Length && text[Position + 1] == '(')
            parts.Put(new WordPart(WordPartKind.Other, "", ReadBracketed('(', ')'), isQuoted));
        else if (c == '(')
            parts.Put(new WordPart(WordPartKind.Command, "", ReadBracketed('(', ')'), isQuoted));
        else if (c == '{')
            parts.Put(VariableOf(ReadBracketed('{', '}'), isQuoted));
        else if (c == '\'' && !isQuoted)
            ReadAnsi(parts);
        else if (char.IsAsciiLetter(c) || c == '_')
            parts.Put(new WordPart(WordPartKind.Variable, "", TakeName(), isQuoted));
        else if (char.IsAsciiDigit(c) || c is '@' or '*' or '?' or '$' or '#' or '!' or '-')
            parts.Put(new WordPart(WordPartKind.Variable, "", text[Position++].ToString(), isQuoted));
        else
            parts.Literal("$", isQuoted);
    }

    private static WordPart VariableOf(string inner, bool isQuoted)
    {
        int length = 0;
        while (length < inner.Length && (char.IsAsciiLetterOrDigit(inner[length]) || inner[length] == '_'))
            length++;
        string name = inner[..length], rest = inner[length..];
        if (length == 0 || (rest.Length > 0 && !rest.StartsWith(":-", StringComparison.Ordinal) && !rest.StartsWith('-')))
            return new WordPart(WordPartKind.Other, "", $"${{{inner}}}", isQuoted);
        return new WordPart(WordPartKind.Variable, "", name, isQuoted) { Default = rest.Length == 0 ? null : rest.TrimStart(':')[1..].Trim('"', '\'') };
    }

    private string TakeName()
    {
        int start = Position;
        while (Position < text.Length && (char.IsAsciiLetterOrDigit(text[Position]) || text[Position] == '_'))
            Position++;
        return text[start..Position];
    }

    // $'...' with the escapes that command lines use.
    private void ReadAnsi(PartList parts)
    {
        Position++;
        var bytes = new List<byte>();
        while (Position < text.Length && text[Position] != '\'')
        {
            if (text[Position] == '\n')
                throw new ShellSyntaxException("a quote is not closed");
            if (text[Position] != '\\' || Position + 1 >= text.Length)
            {
                int length = char.IsHighSurrogate(text[Position]) && Position + 1 < text.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(Position, length)));
                Position += length;
                continue;
            }

            Position++;
            int digits = 0, value = 0;
            while (digits < 3 && Position < text.Length && text[Position] is >= '0' and <= '7')
            {
                value = (value * 8) + (text[Position++] - '0');
                digits++;
            }

            if (digits == 0)
                value = text[Position++] switch { 'n' => '\n', 't' => '\t', 'e' => 27, 'r' => '\r', var other => other };
            bytes.AddRange(value < 256 ? [(byte)value] : Encoding.UTF8.GetBytes(((char)value).ToString()));
        }

        if (Position >= text.Length)
            throw new ShellSyntaxException("a quote is not closed");
        Position++;
        parts.Literal(Encoding.UTF8.GetString([.. bytes]), true);
    }

    private string ReadUntil(char quote)
    {
        int start = Position, lines = 0;
        while (Position < text.Length && text[Position] != quote)
        {
            if (text[Position++] == '\n' && ++lines > MaxQuotedLines)
                break;
        }

        if (Position >= text.Length || text[Position] != quote)
            throw new ShellSyntaxException(quote == '`' ? "a backquote is not closed" : "a single quote is not closed");
        Line += lines;
        return text[start..Position++];
    }

    // What stands in brackets, with quotes and brackets in it: "$(…)" and "${…}".
    private string ReadBracketed(char open, char close)
    {
        if (depth >= MaxDepth)
            throw new ShellSyntaxException("substitutions are nested too deep");
        int start = ++Position, nested = 1, lines = 0;
        for (; Position < text.Length; Position++)
        {
            char c = text[Position];
            if (c == '\n' && ++lines > MaxQuotedLines)
                break;
            if (c == '\\')
            {
                Position++;
            }
            else if (c == '\'' && open == '(')
            {
                int end = text.IndexOf('\'', Position + 1);
                if (end < 0 || end - Position > MaxWordLength)
                    break;
                lines += text.AsSpan(Position, end - Position).Count('\n');
                Position = end;
            }
            else if (c == open)
            {
                nested++;
            }
            else if (c == close && --nested == 0)
            {
                Line += lines;
                return text[start..Position++];
            }
        }

        throw new ShellSyntaxException(open == '(' ? "$( is not closed" : "${ is not closed");
    }
}
