using System.Globalization;

namespace NetNs.Tests.Support;

/// <summary>
/// Captured messages, tests/units/Fixtures/*.hex: one message per file, hex bytes, then <c># comment</c>, one field per line.
/// They come from the real tools and kernel, never from our own encoder, and are little-endian.
/// </summary>
internal static class Fixture
{
    /// <summary>The names of all fixtures, or of those that start with <paramref name="prefix"/>.</summary>
    internal static IReadOnlyList<string> Names(string prefix = "") =>
    [
        .. Directory.EnumerateFiles(Repository.Fixtures, prefix + "*.hex")
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The bytes of a fixture: message header and all.</summary>
    internal static byte[] Load(string name)
    {
        string path = Path.Combine(Repository.Fixtures, name + ".hex");
        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>What stands behind the message header of a fixture.</summary>
    internal static ReadOnlySpan<byte> Payload(string name) => Load(name).AsSpan(NetNs.Netlink.MessageHeader.Size);

    internal static byte[] Parse(string text, string where)
    {
        var bytes = new List<byte>();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string hex = lines[i].Split('#', 2)[0];
            foreach (string one in hex.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                if (one.Length != 2 || !byte.TryParse(one, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
                    throw new FormatException($"{where}:{i + 1}: '{one}' is no byte in hex.");
                bytes.Add(value);
            }
        }

        return bytes.Count > 0 ? [.. bytes] : throw new FormatException($"{where} holds no bytes.");
    }
}
