namespace NetNs.Translation;

/// <summary><c>arp</c> of net-tools.</summary>
internal static class ArpTool
{
    internal static Meaning Translate(CommandLine command)
    {
        WordReader words = command.Arguments;
        CmdletValue? address = null, mac = null, link = null;
        char verb = ' ';
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a word");
            switch (word.Text)
            {
                case "-s" or "--set" or "-d" or "--delete":
                    verb = word.Text.TrimStart('-')[0];
                    address = words.Take("an address");
                    if (verb == 's')
                        mac = words.Take("a link-layer address");
                    break;
                case "-i" or "--device":
                    link = words.Take("the name of a link");
                    break;
                case "-n" or "-a" or "-e" or "-v" or "-an" or "-na" or "--all" or "--numeric" or "-vn" or "perm" or "temp":
                    break;
                case "-f" or "--file":
                    return Meaning.Unsupported("The entries are in a file.");
                default:
                    if (address is not null)
                        return Meaning.Unsupported($"'{word.Text}' is not understood.");
                    address = word;
                    break;
            }
        }

        if (verb == 's' && link is null)
            return Meaning.Unsupported("New-NetNeighbor wants the link: add -i LINK, or say -InterfaceAlias LINK.");
        return verb switch
        {
            's' => Meaning.Exact(command.Call("New-NetNeighbor").With(address).With(mac).With("InterfaceAlias", link)),
            'd' => Meaning.Exact(command.Call("Remove-NetNeighbor").With(address).With("InterfaceAlias", link)),
            _ => Meaning.Equivalent(null, command.Call("Get-NetNeighbor").With(address).With("InterfaceAlias", link)),
        };
    }
}
