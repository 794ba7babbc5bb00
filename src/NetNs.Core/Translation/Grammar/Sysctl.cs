namespace NetNs.Translation;

/// <summary><c>sysctl</c>, and files below /proc/sys.</summary>
internal static class Sysctl
{
    private const string OnlyNet = "Only settings of the network (net.*) belong to a namespace, and have a cmdlet.";

    internal static Meaning Translate(CommandLine command)
    {
        WordReader words = command.Arguments;
        Meaning? all = null;
        bool isAll = false;
        while (!words.IsAtEnd)
        {
            ShellWord word = words.Take("a setting");
            if (word.Text is "-a" or "--all" or "-A" or "-X")
            {
                isAll = true;
            }
            else if (word.Text is "-p" or "--load" || word.Text.StartsWith("--load=", StringComparison.Ordinal) || word.Text == "--system")
            {
                return Meaning.Unsupported("The settings are in a file: Set-NetSysctl takes one at a time.");
            }
            else if (word.Text.StartsWith('-') && word.IsLiteral)
            {
                continue;
            }
            else
            {
                Meaning one = word.Split('=', 2) is [var name, var value] ? Write(command, name, value) : Read(command, word);
                all = all is null ? one : all.Then(one);
            }
        }

        return all ?? (isAll ? Meaning.Exact(command.Call("Get-NetSysctl")) : Meaning.Unsupported("It names no setting."));
    }

    /// <summary>Sets a value.</summary>
    /// <param name="command">The command line, for the namespace.</param>
    /// <param name="name">With dots or slashes.</param>
    /// <param name="value">The value.</param>
    internal static Meaning Write(CommandLine command, ShellWord name, ShellWord value)
    {
        string dotted = name.Text.Trim().Replace('/', '.');
        if (!dotted.StartsWith("net.", StringComparison.Ordinal))
            return Meaning.Unsupported(OnlyNet);
        string text = value.Text.Trim().Trim('"');
        if (name.IsKnown && dotted is "net.ipv4.ip_forward" or "net.ipv4.conf.all.forwarding" or "net.ipv6.conf.all.forwarding" && text is "0" or "1" && value.IsKnown)
        {
            return Meaning.Exact(command.Call(text == "1" ? "Enable-NetForwarding" : "Disable-NetForwarding").With("AddressFamily", dotted.StartsWith("net.ipv6", StringComparison.Ordinal) ? "IPv6" : "IPv4"));
        }

        CmdletValue trimmed = value.IsLiteral ? text : value;
        return Meaning.Exact(command.Call("Set-NetSysctl").With(name.IsLiteral ? (CmdletValue)name.Text.Trim() : name).With(trimmed));
    }

    /// <summary>Shows a value.</summary>
    internal static Meaning Read(CommandLine command, ShellWord name)
        => name.Text.StartsWith("net.", StringComparison.Ordinal) || name.Text.StartsWith("net/", StringComparison.Ordinal)
            ? name.Text.Replace('/', '.') is "net.ipv4.ip_forward" ? Meaning.Equivalent("Get-NetForwarding tells it in words.", command.Call("Get-NetSysctl").With(name)) : Meaning.Exact(command.Call("Get-NetSysctl").With(name))
            : Meaning.Unsupported(OnlyNet);

    /// <summary>The setting that a file stands for; null for any other file.</summary>
    internal static ShellWord? NameOf(ShellWord file)
    {
        if (!file.Text.StartsWith("/proc/sys/", StringComparison.Ordinal))
            return null;
        ShellWord name = file.Without("/proc/sys/");
        // Dots are easier to read; a name of a link that has one keeps the slashes.
        return name.IsLiteral && !name.Text.Contains('.', StringComparison.Ordinal) ? ShellWord.Of(name.Text.Replace('/', '.')) : name;
    }
}
