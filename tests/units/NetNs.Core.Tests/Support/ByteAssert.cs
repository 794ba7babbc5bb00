using System.Text;

namespace NetNs.Tests.Support;

/// <summary>Compares messages byte by byte.</summary>
internal static class ByteAssert
{
    /// <summary>Fails with both sides in columns, four bytes per line, <c>!</c> where they differ.</summary>
    internal static void Equal(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (!expected.SequenceEqual(actual))
            Assert.Fail(SideBySide(expected, actual));
    }

    internal static string SideBySide(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        var text = new StringBuilder();
        text.Append($"The messages differ: {expected.Length} bytes expected, {actual.Length} came.\n");
        text.Append("  offset  expected            actual\n");
        for (int at = 0; at < Math.Max(expected.Length, actual.Length); at += 4)
        {
            ReadOnlySpan<byte> left = Word(expected, at);
            ReadOnlySpan<byte> right = Word(actual, at);
            char flag = left.SequenceEqual(right) ? ' ' : '!';
            text.Append($"{flag} {at,6}  {Show(left),-18}  {Show(right)}".TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> bytes, int at)
        => at >= bytes.Length ? default : bytes.Slice(at, Math.Min(4, bytes.Length - at));

    private static string Show(ReadOnlySpan<byte> word)
    {
        var text = new StringBuilder();
        foreach (byte b in word)
            text.Append(text.Length > 0 ? " " : "").Append($"{b:x2}");
        text.Append(' ', Math.Max(0, 12 - text.Length));
        foreach (byte b in word)
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
        return text.ToString();
    }
}
