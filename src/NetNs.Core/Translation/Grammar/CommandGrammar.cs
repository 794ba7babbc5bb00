namespace NetNs.Translation;

/// <summary>The programs whose command lines are understood: one entry for each.</summary>
internal static class CommandGrammar
{
    private static readonly Dictionary<string, Func<CommandLine, Meaning>> _programs = new(StringComparer.Ordinal)
    {
        ["ip"] = IpGrammar.Translate,
        ["nsenter"] = Entering.Nsenter,
        ["iptables"] = Iptables.Translate,
        ["ip6tables"] = Iptables.Translate,
        ["iptables-legacy"] = Iptables.Translate,
        ["iptables-nft"] = Iptables.Translate,
        ["iptables-save"] = Iptables.Save,
        ["nft"] = Nft.Translate,
        ["brctl"] = Brctl.Translate,
        ["bridge"] = BridgeTool.Translate,
        ["sysctl"] = Sysctl.Translate,
        ["ifconfig"] = Ifconfig.Translate,
        ["ifup"] = Ifconfig.Switch,
        ["ifdown"] = Ifconfig.Switch,
        ["route"] = RouteTool.Translate,
        ["arp"] = ArpTool.Translate,
        ["ping"] = Ping.Translate,
        ["ping6"] = Ping.Translate,
        ["ss"] = Sockets.Translate,
        ["netstat"] = Sockets.Translate,
        ["nc"] = Sockets.Connect,
        ["cat"] = NamespaceFiles.Cat,
        ["tee"] = NamespaceFiles.Tee,
        ["ls"] = NamespaceFiles.Ls,
        ["ln"] = NamespaceFiles.Link,
        ["mkdir"] = NamespaceFiles.MakeFolder,
        ["touch"] = NamespaceFiles.Touch,
        ["mount"] = NamespaceFiles.Mount,
        ["rm"] = NamespaceFiles.Remove,
        ["bash"] = ShellPrograms.Script,
        ["sh"] = ShellPrograms.Script,
        ["echo"] = ShellPrograms.Echo,
        ["printf"] = ShellPrograms.Echo,
        ["sleep"] = ShellPrograms.Sleep,
        ["set"] = ShellPrograms.Set,
        ["exit"] = ShellPrograms.Exit,
        ["true"] = ShellPrograms.Nothing,
        [":"] = ShellPrograms.Nothing,
        ["export"] = ShellPrograms.Export,
        ["local"] = ShellPrograms.Export,
        ["readonly"] = ShellPrograms.Export,
    };

    // Programs that a tutorial has beside the network's own, with a word about each.
    private static readonly Dictionary<string, string> _known = new(StringComparer.Ordinal)
    {
        ["docker"] = "docker runs containers: Get-NetContainer lists them, and their namespaces.",
        ["podman"] = "podman runs containers: Get-NetContainer lists them, and their namespaces.",
        ["modprobe"] = "The kernel loads what this module needs by itself; Test-NetNsSupport tells what is missing.",
        ["wg"] = "Settings of WireGuard have no cmdlet.",
        ["wg-quick"] = "Settings of WireGuard have no cmdlet.",
        ["tc"] = "Traffic shaping has no cmdlet.",
        ["tcpdump"] = "Capturing packets has no cmdlet.",
        ["ethtool"] = "Settings of network cards have no cmdlet.",
        ["conntrack"] = "Tracked connections have no cmdlet in this version.",
        ["curl"] = "Test-NetConnection HOST -Port PORT tests the connection alone.",
        ["wget"] = "Test-NetConnection HOST -Port PORT tests the connection alone.",
        ["traceroute"] = "Find-NetRoute tells the first hop.",
        ["tracepath"] = "Find-NetRoute tells the first hop.",
        ["unshare"] = "New-NetNamespace makes a namespace, Invoke-NetNamespace runs something inside.",
        ["ovs-vsctl"] = "Open vSwitch is not the kernel's bridge: New-Bridge and Add-BridgePort make and fill that.",
        ["dhclient"] = "A DHCP client has no cmdlet.",
        ["systemctl"] = "Services are not a part of the network.",
        ["firewall-cmd"] = "A firewall's own rules are not changed.",
        ["ufw"] = "A firewall's own rules are not changed.",
    };

    /// <summary>The programs that have an entry.</summary>
    internal static IEnumerable<string> Programs => _programs.Keys;

    /// <summary>Whether a program sets up or shows the network, so that a command of it has an equivalent as a rule.</summary>
    internal static bool IsOfTheNetwork(string program)
        => program is "ip" or "nsenter" or "iptables" or "ip6tables" or "iptables-legacy" or "iptables-nft" or "nft" or "brctl" or "bridge" or "sysctl" or "ifconfig" or "route" or "arp" or "ping" or "ping6";

    /// <summary>The meaning of a command line.</summary>
    internal static Meaning Translate(CommandLine command)
    {
        string program = command.Program;
        if (!command.Words[0].IsKnown || program.Length == 0)
            return Meaning.Unsupported($"It is not known what {command.Words[0].Source} stands for.");
        if (_programs.TryGetValue(program, out Func<CommandLine, Meaning>? grammar))
            return grammar(command);
        return Foreign(command, _known.GetValueOrDefault(program) ?? $"{TerminalText.Escape(program)} is not a command of the network.");
    }

    /// <summary>A program that is not ours: it runs as it is, inside a namespace by the cmdlet that does that.</summary>
    internal static Meaning Foreign(CommandLine command, string why)
    {
        string native = Native(command.Words);
        if (command.Place is not { } place)
            return Meaning.Unsupported(why) with { Native = command.Translator.IsBackground ? native + " &" : native };
        if (!command.Translator.IsBackground)
            return Meaning.Equivalent(null, new CmdletCall("Invoke-NetNamespace").With(place).With(CmdletValue.Expression($"{{ {native} }}")));
        CmdletCall call = new CmdletCall("Start-NetNamespaceProcess").With(place).With(command.Words[0]);
        return Meaning.Equivalent(null, command.Words.Count == 1 ? call
            : call.With("ArgumentList", CmdletValue.List(command.Words.Skip(1).Select(w => (CmdletValue)w))));
    }

    /// <summary>A command line in PowerShell's quoting.</summary>
    internal static string Native(IReadOnlyList<ShellWord> words)
    {
        string line = string.Join(' ', words.Select((w, i) => i > 0 && w.IsLiteral && IsPlainOption(w.Text) ? w.Text : w.Code));
        // A program in quotes or behind a variable needs the call operator.
        return words[0].Code[0] is '\'' or '"' or '$' ? "& " + line : line;
    }

    // A word that begins with a dash reaches a program as it is.
    private static bool IsPlainOption(string text)
        => text.Length > 1 && text[0] == '-' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=' or '/') && (char.IsAsciiLetter(text[1]) || (text[1] == '-' && text.Length > 2 && char.IsAsciiLetter(text[2])));
}
