using System.Text;

namespace NetNs.Operations;

/// <summary>Splits bytes into lines of text.</summary>
/// <param name="longest">The longest line that is accepted, in bytes.</param>
internal sealed class LineBuffer(int longest)
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _count;

    /// <summary>Adds bytes and hands on each line that is complete. False if the line that is being collected is too long.</summary>
    internal bool Add(ReadOnlySpan<byte> more, Action<string> take)
    {
        while (more.IndexOf((byte)'\n') is >= 0 and int end)
        {
            if (!Append(more[..end]))
                return false;
            take(Encoding.UTF8.GetString(_bytes.AsSpan(0, _count).TrimEnd((byte)'\r')));
            _count = 0;
            more = more[(end + 1)..];
        }

        return Append(more);
    }

    private bool Append(ReadOnlySpan<byte> part)
    {
        if (_count + part.Length > longest)
            return false;
        if (_count + part.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(longest, Math.Max(2 * _bytes.Length, _count + part.Length)));
        part.CopyTo(_bytes.AsSpan(_count));
        _count += part.Length;
        return true;
    }
}
