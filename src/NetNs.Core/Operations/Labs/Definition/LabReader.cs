using System.Globalization;

namespace NetNs.Operations;

/// <summary>
/// Gives a lab definition its meaning: words, types and single values. What several values say together is checked by <see cref="LabRules"/>,
/// and missing addresses come from <see cref="LabAddressing"/>. All mistakes are reported together.
/// </summary>
internal sealed class LabReader
{
    private const int MaxNameLength = 32;
    private const int MinMtu = 68;
    private const int MaxMtu = 65535;
    private const int DefaultTimeout = 30;
    private const int MaxTimeout = 3600;

    private readonly LabMistakes _mistakes = new();

    /// <summary>Reads and checks a definition.</summary>
    /// <exception cref="NetNsException">LabInvalid, with all mistakes.</exception>
    internal static LabDefinition Read(LabData data) => new LabReader().ReadAll(data);

    private LabDefinition ReadAll(LabData data)
    {
        var section = new LabSection(data, _mistakes);
        string? name = section.Value("Name") is { } value ? Name(section, value) : null;
        if (name is null && data.Entries is not null && section.Value("Name") is null)
            _mistakes.Add(data, "it has no Name");
        string? prefix = section.Value("Prefix") is { } given ? Prefix(section, given) : null;
        var draft = new LabDraft
        {
            Name = name ?? "lab",
            Prefix = prefix ?? $"{name ?? "lab"}-",
            Sealed = section.Flag("Sealed") ?? true,
            Uplink = section.Flag("Uplink") ?? false,
            Hosts = section.Flag("Hosts") ?? false,
        };
        foreach ((string bridge, LabData body) in section.Named("Bridges"))
            draft.Bridges.Add(Bridge(bridge, body));
        foreach ((string node, LabData body) in section.Named("Nodes"))
            draft.Nodes.Add(Node(node, body));
        _ = section.Value("$schema"); // for editors
        if (section.Value("Links") is { } links)
            draft.Cables.AddRange(LabSection.All(links).Select(Cable).OfType<LabCableDraft>());
        section.Close();
        LabDefinition? definition = new LabRules(draft, _mistakes).Check();
        _mistakes.ThrowIfAny(name);
        return definition!;
    }

    private static string? Name(LabSection section, LabData value) => Word(section, value, n => n.Length <= MaxNameLength
        ? n : throw new NetNsException(NetNsError.LabInvalid, $"a lab's name has at most {MaxNameLength} letters"));

    // Names become parts of file names, labels and host names.
    private static string? Word(LabSection section, LabData value, Func<string, string> also)
        => section.Parse(value, text => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && char.IsAsciiLetterOrDigit(text[0]) ? also(text)
            : throw new NetNsException(NetNsError.LabInvalid, $"'{text}' is not a name: use letters, digits, '-' and '_', and begin with a letter or a digit"));

    private static string? Prefix(LabSection section, LabData value)
        => value.Text is "" ? "" : Word(section, value, NamespaceName.Check);

    private LabBridgeDraft Bridge(string name, LabData body)
    {
        var section = new LabSection(body, _mistakes);
        Check(body, () => LinkName.Check(name));
        var bridge = new LabBridgeDraft(name, body)
        {
            Addresses = Addresses(section, "IPAddress"),
            Masquerade = section.Flag("Masquerade") ?? false,
            Mtu = section.Number("Mtu", MinMtu, MaxMtu),
            Settings = new BridgeSettings { Stp = section.Flag("Stp"), VlanFiltering = section.Flag("VlanFiltering") },
        };
        section.Close();
        return bridge;
    }

    private LabNodeDraft Node(string name, LabData body)
    {
        // A node may be nothing but a name: web = @{}.
        var section = new LabSection(body, _mistakes);
        Word(section, LabData.OfText(body.Path, body.Place, name), n => n);
        var node = new LabNodeDraft(name, body)
        {
            DefaultRoute = section.Flag("DefaultRoute") ?? true,
            Mtu = section.Number("Mtu", MinMtu, MaxMtu),
            Addresses = Addresses(section, "IPAddress", isRequested: true),
            Publish = section.Texts("Publish"),
        };
        if (section.Value("Bridge") is { } bridges)
            node.Connections.AddRange(Connections(bridges));
        foreach (LabData port in node.Publish)
            section.Parse(port, PortRequest.Parse);
        if (section.Value("Process") is { } processes)
            node.Processes.AddRange((IsCommand(processes) ? [processes] : LabSection.All(processes)).Select(p => Process(section, p)).OfType<LabProcess>());
        ReadSysctls(section, node);
        foreach (LabData route in section.Texts("Routes"))
        {
            if (section.Parse(route, LabRouteText.Parse) is { } parsed)
                node.Routes.Add((route, parsed));
        }

        section.Close();
        return node;
    }

    // 'lan', or 'lan', 'dmz', or @{ lan = '10.1.0.5/24'; dmz = @{ IPAddress = …; InterfaceAlias = … } }.
    private IEnumerable<LabConnectionDraft> Connections(LabData bridges)
    {
        if (bridges.Entries is null)
        {
            foreach (LabData one in LabSection.All(bridges))
            {
                if (new LabSection(bridges, _mistakes).Single(one) is { } name)
                    yield return new LabConnectionDraft(name, one);
            }

            yield break;
        }

        foreach ((string name, LabData body) in bridges.Entries)
        {
            if (body.Entries is null)
            {
                yield return new LabConnectionDraft(name, body) { Addresses = [.. LabSection.All(body).Select(a => Address(new LabSection(body, _mistakes), a, isRequested: true)).OfType<(LabData, InterfaceAddress, bool)>()] };
                continue;
            }

            var section = new LabSection(body, _mistakes);
            yield return new LabConnectionDraft(name, body)
            {
                Addresses = Addresses(section, "IPAddress", isRequested: true),
                InterfaceAlias = section.Value("InterfaceAlias") is { } alias ? section.Parse(alias, LinkName.Check) : null,
                Mtu = section.Number("Mtu", MinMtu, MaxMtu),
            };
            section.Close();
        }
    }

    private void ReadSysctls(LabSection section, LabNodeDraft node)
    {
        if (section.Flag("Forwarding") is { } forwarding)
        {
            string value = forwarding ? "1" : "0";
            node.Sysctls["net.ipv4.ip_forward"] = value;
            node.Sysctls["net.ipv6.conf.all.forwarding"] = value;
        }

        foreach ((string name, LabData value) in section.Named("Sysctl"))
        {
            Check(value, () => SysctlName.ToPath(name));
            if (section.Single(value) is { } text)
                node.Sysctls[name.Replace('/', '.')] = bool.TryParse(text, out bool flag) ? flag ? "1" : "0" : text;
        }
    }

    private static bool IsCommand(LabData value) => value.Items is [{ Text: not null }, _, ..] && value.Items.All(i => i.Text is not null) && !value.Items[0].Text!.Contains(' ');

    private LabProcess? Process(LabSection parent, LabData value)
    {
        if (value.Entries is null)
            return Command(parent, value) is { } words ? new LabProcess(words, TransportProtocol.Tcp, null, TimeSpan.FromSeconds(DefaultTimeout)) : null;
        var section = new LabSection(value, _mistakes);
        IReadOnlyList<string>? command = section.Value("Command") is { } line ? Command(section, line) : null;
        if (command is null && section.Value("Command") is null)
            _mistakes.Add(value, "a process needs a Command");
        (TransportProtocol protocol, int port)? ready = section.Value("Ready") is { } text && section.Single(text) is not null ? section.Parse(text, Ready) : null;
        int timeout = section.Number("Timeout", 1, MaxTimeout) ?? DefaultTimeout;
        section.Close();
        return command is null ? null : new LabProcess(command, ready?.protocol ?? TransportProtocol.Tcp, ready?.port, TimeSpan.FromSeconds(timeout));
    }

    // One text is split as a shell splits words; a list is taken word by word.
    private static IReadOnlyList<string>? Command(LabSection section, LabData value)
    {
        if (value.Items is { Count: > 1 } words)
            return [.. words.Select(section.Single).OfType<string>()];
        return section.Parse(value, CommandWords.Split);
    }

    // "tcp/80", "udp/53"; "80" means TCP.
    private static (TransportProtocol Protocol, int Port) Ready(string text)
    {
        string[] parts = text.Split('/');
        TransportProtocol? protocol = parts.Length == 1 ? TransportProtocol.Tcp
            : parts[0].ToLowerInvariant() switch { "tcp" => TransportProtocol.Tcp, "udp" => TransportProtocol.Udp, _ => null };
        if (parts.Length <= 2 && protocol is { } known && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue)
            return (known, port);
        throw new NetNsException(NetNsError.LabInvalid, $"'{text}' is not a port to wait for: write tcp/80 or udp/53");
    }

    private LabCableDraft? Cable(LabData body)
    {
        var section = new LabSection(body, _mistakes);
        IReadOnlyList<LabData> ends = section.Texts("Ends");
        var cable = new LabCableDraft(body)
        {
            Subnets = [.. section.Texts("Subnet").Select(s => section.Parse(s, text => (object)Subnet.Parse(text)) is System.Net.IPNetwork network ? ((LabData, System.Net.IPNetwork)?)(s, network) : null).OfType<(LabData, System.Net.IPNetwork)>()],
            Addresses = Addresses(section, "IPAddress"),
            Mtu = section.Number("Mtu", MinMtu, MaxMtu),
            DefaultRoute = section.Value("DefaultRoute"),
        };
        section.Close();
        if (body.Entries is null)
            return null;
        if (ends.Count != 2)
        {
            _mistakes.Add(body, "a link has two Ends: write Ends = 'r1:eth1', 'web:eth1'");
            return null;
        }

        foreach (LabData end in ends)
        {
            string[] parts = (end.Text ?? "").Split(':');
            if (parts.Length != 2 || parts[0].Length == 0)
            {
                _mistakes.Add(end, $"'{end.Text}' is not an end of a link: write NODE:INTERFACE, like r1:eth1");
                return null;
            }

            Check(end, () => LinkName.Check(parts[1]));
            cable.Ends.Add((end, parts[0], parts[1]));
        }

        return cable;
    }

    private List<(LabData At, InterfaceAddress Address, bool HasPrefix)> Addresses(LabSection section, string word, bool isRequested = false)
        => [.. section.Texts(word).Select(t => Address(section, t, isRequested)).OfType<(LabData, InterfaceAddress, bool)>()];

    private (LabData At, InterfaceAddress Address, bool HasPrefix)? Address(LabSection section, LabData value, bool isRequested)
    {
        if (section.Parse(value, text => InterfaceAddress.Parse(text)) is not { } address)
            return null;
        bool hasPrefix = value.Text!.Contains('/');
        if (!hasPrefix && !isRequested)
            _mistakes.Add(value, $"'{value.Text}' has no prefix length: write {value.Text}/{(address.Family == IPFamily.IPv4 ? 24 : 64)}");
        return (value, address, hasPrefix);
    }

    private void Check(LabData at, Action check)
    {
        try
        {
            check();
        }
        catch (NetNsException e)
        {
            _mistakes.Add(at, e.Message.TrimEnd('.'));
        }
    }
}
