namespace NetNs.Translation;

/// <summary>What <c>ip link add</c> says of a link, or of one end of a pair.</summary>
internal sealed class NewLink
{
    internal CmdletValue? Name { get; private set; }

    internal CmdletValue? Parent { get; private set; }

    internal CmdletValue? Mac { get; private set; }

    internal CmdletValue? Mtu { get; private set; }

    internal CmdletValue? Master { get; private set; }

    internal ShellWord? Place { get; private set; }

    internal bool Up { get; private set; }

    /// <summary>What has no equivalent.</summary>
    internal List<string> Left { get; } = [];

    /// <summary>Reads one setting.</summary>
    /// <param name="words">Where it stands.</param>
    /// <param name="onlyKnown">Whether a word that is none is left out, rather than taken for the name.</param>
    /// <exception cref="NotUnderstoodException">Its value is missing.</exception>
    internal void Read(WordReader words, bool onlyKnown = false)
    {
        ShellWord word = words.Take("a setting");
        switch (word.Text)
        {
            case "name" or "dev":
                Name = words.Take("a name");
                break;
            case "link":
                Parent = words.Take("the name of a link");
                break;
            case "address":
                Mac = words.Take("an address");
                break;
            case "mtu":
                Mtu = words.Take("an MTU");
                break;
            case "master":
                Master = words.Take("a bridge");
                break;
            case "netns":
                Place = words.Take("a namespace");
                break;
            case "up":
                Up = true;
                break;
            case "down":
                break;
            case "txqueuelen" or "txqlen" or "qlen" or "group" or "alias" or "numtxqueues" or "numrxqueues" or "index" or "addrgenmode" or "broadcast" or "brd" or "link-netnsid":
                Left.Add($"{word.Text} {words.Take("a value").Text}");
                break;
            default:
                if (Name is null && !onlyKnown)
                    Name = word;
                else
                    Left.Add(word.Text);
                break;
        }
    }
}
