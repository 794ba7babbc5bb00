using System.Globalization;
using System.Text;

namespace NetNs.Quoting;

/// <summary>Quotes words of a command line that is shown, so that it can be pasted into a shell (POSIX 2024: bash, zsh, ksh, busybox).</summary>
internal static class ShellText
{
    private const string SafePunctuation = "-_.:/@+,%";

    private static readonly string[] LinkWords =
    [
        "address", "addrgenmode", "alias", "allmulticast", "arp", "broadcast", "brd", "carrier", "dev", "down", "dynamic", "group", "help", "index", "link", "link-netnsid", "master", "mode", "mtu",
        "multicast", "name", "netns", "nomaster", "numrxqueues", "numtxqueues", "peer", "promisc", "property", "protodown", "qlen", "state", "trailers", "txqlen", "txqueuelen", "type", "up", "vf", "vrf", "xdp",
    ];

    /// <summary>
    /// One word: as it is if that is safe, otherwise in single quotes, with control characters as <c>$'\x1b'</c>, so that the terminal does not
    /// obey them when the line is shown.
    /// </summary>
    internal static string Quote(string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || SafePunctuation.Contains(c) || c == '=') && text[0] != '=')
            return text;
        return text.Any(TerminalText.IsUnsafe) ? QuoteControls(text) : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>
    /// The name of a link behind <c>ip link add</c>, <c>set</c> or <c>delete</c>. These take every beginning of some of their words for the word: a link called
    /// "a" would be "address". Behind <c>dev</c>, a name is a name (iplink_parse, iproute2).
    /// </summary>
    internal static string Link(string name)
        => LinkWords.Any(w => w.StartsWith(name, StringComparison.Ordinal)) ? $"dev {Quote(name)}" : Quote(name);

    /// <summary>Several words.</summary>
    internal static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    // The bytes of the text: $'\x..' takes bytes, and no form of it takes characters in every shell.
    private static string QuoteControls(string text)
    {
        var quoted = new StringBuilder("$'");
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && TerminalText.IsUnsafe((char)rune.Value))
            {
                foreach (byte b in Encoding.UTF8.GetBytes(rune.ToString()))
                    quoted.Append(CultureInfo.InvariantCulture, $"\\{Convert.ToString(b, 8).PadLeft(3, '0')}");
            }
            else if (rune.Value is '\'' or '\\')
            {
                quoted.Append('\\').Append((char)rune.Value);
            }
            else
            {
                quoted.Append(rune.ToString());
            }
        }

        return quoted.Append('\'').ToString();
    }
}
