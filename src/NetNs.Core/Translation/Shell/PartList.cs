using System.Text;

namespace NetNs.Translation;

/// <summary>Collects the pieces of a word; text that belongs together becomes one piece.</summary>
internal sealed class PartList
{
    private readonly List<WordPart> _parts = [];
    private readonly StringBuilder _literal = new();
    private bool _isQuoted;
    private bool _hasLiteral;

    internal void Literal(string more, bool isQuoted)
    {
        if (_hasLiteral && _isQuoted != isQuoted)
            Flush();
        _literal.Append(more);
        (_isQuoted, _hasLiteral) = (isQuoted, true);
    }

    internal void Put(WordPart part)
    {
        Flush();
        _parts.Add(part);
    }

    internal List<WordPart> Take()
    {
        Flush();
        // "" alone is a word; beside other pieces it is nothing.
        if (_parts.Count > 1)
            _parts.RemoveAll(p => p is { Kind: WordPartKind.Literal, Text: "" });
        return _parts;
    }

    private void Flush()
    {
        if (_hasLiteral)
            _parts.Add(new WordPart(WordPartKind.Literal, _literal.ToString(), IsQuoted: _isQuoted));
        _literal.Clear();
        _hasLiteral = false;
    }
}
