using System.Text;

namespace NetNs.Operations;

/// <summary>Keeps the end of a text of any length.</summary>
internal sealed class TextTail
{
    private const int Bytes = 4096;
    private const int Lines = 20;

    private readonly byte[] _bytes = new byte[Bytes];
    private int _count;

    /// <summary>Adds bytes; the oldest give way.</summary>
    internal void Add(ReadOnlySpan<byte> more)
    {
        more = more[Math.Max(0, more.Length - Bytes)..];
        int kept = Math.Min(_count, Bytes - more.Length);
        _bytes.AsSpan(_count - kept, kept).CopyTo(_bytes);
        more.CopyTo(_bytes.AsSpan(kept));
        _count = kept + more.Length;
    }

    /// <summary>The last lines, without control characters.</summary>
    public override string ToString()
    {
        string text = Encoding.UTF8.GetString(_bytes, 0, _count).ReplaceLineEndings("\n").Trim('\n');
        return TerminalText.EscapeLines(string.Join('\n', text.Split('\n').TakeLast(Lines)));
    }
}
