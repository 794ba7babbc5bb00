using System.Globalization;
using System.Text;

namespace NetNs.Translation;

/// <content>Namespaces, links and bridges.</content>
internal sealed partial class CommandTelling
{
    private void NewNamespace() => Each("Name", name =>
    {
        Tell($"ip netns add {ShellText.Quote(name)}");
        if (_cmdlet.Switch("LoopbackDown") != true)
            Tell($"ip -n {ShellText.Quote(name)} link set lo up");
        _output.Add(new PipedThing(PipedKind.Namespace, name));
    });

    private void MountNamespace()
    {
        string name = Quoted("Name");
        if (_cmdlet.Has("Path"))
            Tell($"touch /run/netns/{name} && mount --bind {Quoted("Path")} /run/netns/{name}");
        else
            Tell($"ip netns attach {name} {Quoted("ProcessId")}");
        _output.Add(new PipedThing(PipedKind.Namespace, Value("Name") ?? "NAME"));
    }

    private void GetNamespace()
    {
        Tell(_cmdlet.Has("ProcessId") ? $"ip netns identify {Quoted("ProcessId")}" : _cmdlet.Switch("Current") == true ? "ip netns identify" : "ip netns list");
        foreach (string name in _cmdlet.Values("Name"))
            _output.Add(new PipedThing(PipedKind.Namespace, name));
    }

    private void StartProcess() => EachNamespace(n =>
        Tell(string.Join(' ', new[] { Entering(n), Quoted("FilePath") }.Concat(_cmdlet.Values("ArgumentList").Select(ShellText.Quote)).Append(_cmdlet.Switch("Wait") == true ? "" : "&")).TrimEnd()));

    private void NewVethPair()
    {
        string? place = Value("Namespace") ?? _cmdlet.Surrounding;
        string? peerPlace = Value("PeerNamespace") ?? _cmdlet.Input.FirstOrDefault(i => i.Kind is PipedKind.Namespace or PipedKind.Text)?.Name ?? _cmdlet.Surrounding;
        string name = Value("Name") ?? "NAME", peer = Value("PeerName") ?? "PEERNAME";
        string mtu = Word("mtu", "Mtu");
        IpIn(place, $"link add {ShellText.Link(name)}{Address("MacAddress")}{mtu}{Word("master", "Bridge")} type veth peer name {ShellText.Quote(peer)}{Address("PeerMacAddress")}{mtu}"
            + (peerPlace == place ? "" : $" netns {ShellText.Quote(peerPlace ?? Environment.ProcessId.ToString(CultureInfo.InvariantCulture))}"));
        // On a bridge somebody may have the address: there the kernel asks.
        Configure(peerPlace, peer, _cmdlet.Values("PeerIPAddress"));
        Configure(place, name, _cmdlet.Values("IPAddress"));
        _output.Add(new PipedThing(PipedKind.Link, name, place));
    }

    private void Configure(string? place, string link, string[] addresses)
    {
        foreach (string address in addresses)
            IpIn(place, $"addr add {WithPrefix(address)} dev {ShellText.Quote(link)}{(IsIPv6(address) && !_cmdlet.Has("Bridge") ? " nodad" : "")}");
        if (_cmdlet.Switch("Up") == true)
            IpIn(place, $"link set {ShellText.Link(link)} up");
    }

    private string Address(string parameter) => Value(parameter) is { } mac ? $" address {Mac(mac)}" : "";

    private static string Mac(string mac)
    {
        string digits = mac.Replace("-", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal);
        return digits.Length == 12 && digits.All(char.IsAsciiHexDigit) ? string.Join(':', digits.ToLowerInvariant().Chunk(2).Select(c => new string(c))) : mac;
    }

    private void NewLink()
    {
        string name = Value("Name") ?? "NAME", kind = (Value("Kind") ?? "KIND").ToLowerInvariant();
        string? place = Place;
        _output.Add(new PipedThing(PipedKind.Link, name, place));
        if (kind is "tap" or "tun")
        {
            IpIn(place, $"tuntap add dev {ShellText.Quote(name)} mode {kind}{Word("user", "UserId")}");
            return;
        }

        string? parent = Value("Parent");
        string before = parent is null || kind == "vxlan" ? "" : $"link {ShellText.Quote(parent)} ";
        IpIn(place, $"link add {before}name {ShellText.Quote(name)}{Address("MacAddress")}{Word("mtu", "Mtu")}{(_cmdlet.Switch("Up") == true ? " up" : "")} type {kind}{KindWords(kind, parent)}");
    }

    private string KindWords(string kind, string? parent) => kind switch
    {
        "macvlan" or "macvtap" => $" mode {(Value("Mode") ?? "bridge").ToLowerInvariant()}",
        "ipvlan" => $" mode {(Value("Mode") ?? "l2").ToLowerInvariant()}",
        "vlan" => Word("id", "VlanId"),
        "vrf" => Word("table", "Table"),
        "vxlan" => $"{Word("id", "Vni")}{Word(IsMulticast(Value("Remote")) ? "group" : "remote", "Remote")}{Word("local", "Local")}{(parent is null ? "" : $" dev {ShellText.Quote(parent)}")} dstport {Value("Port") ?? "4789"}",
        _ => "",
    };

    private static bool IsMulticast(string? address)
        => System.Net.IPAddress.TryParse(address, out System.Net.IPAddress? parsed) && (parsed.IsIPv6Multicast || parsed.GetAddressBytes() is [>= 224 and <= 239, _, _, _]);

    private void SetLink(string? place, string link)
    {
        var words = new StringBuilder(Address("MacAddress") + Word("mtu", "Mtu") + Word("txqueuelen", "TxQueueLength") + Word("alias", "Alias") + Word("master", "Master") + Word("group", "Group"));
        if (_cmdlet.Switch("NoMaster") == true)
            words.Append(" nomaster");
        if (_cmdlet.Switch("Promiscuous") is { } promiscuous)
            words.Append(promiscuous ? " promisc on" : " promisc off");
        if (_cmdlet.Switch("Up") is { } up)
            words.Append(up ? " up" : " down");
        else if (_cmdlet.Switch("Down") is { } down)
            words.Append(down ? " down" : " up");
        if (words.Length > 0)
            IpIn(place, $"link set {ShellText.Link(link)}{words}");
        foreach (string name in _cmdlet.Values("AltName"))
            IpIn(place, $"link property add dev {ShellText.Quote(link)} altname {ShellText.Quote(name)}");
    }

    private void MoveLink()
    {
        string destination = Value("Destination") ?? "DESTINATION";
        string? newName = Value("NewName");
        EachLink((n, l) => IpIn(n, $"link set {ShellText.Link(l)} netns {ShellText.Quote(destination)}{(newName is null ? "" : $" name {ShellText.Quote(newName)}")}"), newName);
        for (int i = 0; i < _output.Count; i++)
            _output[i] = _output[i] with { Namespace = destination };
    }

    private void GetLink(string command, string parameter)
    {
        string? link = Value(parameter) ?? (_cmdlet.Input.FirstOrDefault(i => i.Kind == PipedKind.Link)?.Name);
        string? place = Place;
        IpIn(place, link is null ? command : $"{command} dev {ShellText.Quote(link)}");
        foreach (string name in _cmdlet.Values(parameter))
            _output.Add(new PipedThing(PipedKind.Link, name, place));
    }

    private void NewBridge()
    {
        string? place = Place;
        foreach (string name in _cmdlet.Values("Name").Concat(_cmdlet.Has("Name") ? [] : _cmdlet.Input.Where(i => i.Kind == PipedKind.Text).Select(i => i.Name)))
        {
            string bridge = ShellText.Quote(name);
            IpIn(place, $"link add {ShellText.Link(name)}{Address("MacAddress")}{(_cmdlet.Switch("Down") == true ? "" : " up")} type bridge{BridgeWords()}");
            if (_cmdlet.Has("Mtu"))
                IpIn(place, $"link set {ShellText.Link(name)}{Word("mtu", "Mtu")}");
            foreach (string address in _cmdlet.Values("IPAddress"))
                IpIn(place, $"addr add {WithPrefix(address)} dev {bridge}{(IsIPv6(address) ? " nodad" : "")}");
            _output.Add(new PipedThing(PipedKind.Link, name, place));
        }
    }

    private string BridgeWords()
        => OnOff("stp_state", "Stp", "1", "0") + Ticks("forward_delay", "ForwardDelay") + Ticks("ageing_time", "AgeingTime")
            + OnOff("vlan_filtering", "VlanFiltering", "1", "0") + OnOff("mcast_snooping", "McastSnooping", "1", "0");

    private string PortWords()
        => OnOff("hairpin", "Hairpin") + OnOff("isolated", "Isolated") + OnOff("learning", "Learning") + OnOff("flood", "Flood") + OnOff("guard", "Guard") + Word("cost", "Cost") + Word("priority", "Priority");

    private string OnOff(string word, string parameter, string on = "on", string off = "off") => _cmdlet.Switch(parameter) is { } isOn ? $" {word} {(isOn ? on : off)}" : "";

    // A number is a count of days for a TimeSpan, but of seconds for our cmdlets, which take the text of either. The kernel counts 1/100 s.
    private string Ticks(string word, string parameter)
    {
        if (Value(parameter) is not { } text)
            return "";
        TimeSpan? time = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and < 1e8 ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan parsed) ? parsed : null;
        return $" {word} {(time is { } known ? Math.Round(known.TotalMilliseconds / 10).ToString(CultureInfo.InvariantCulture) : parameter.ToUpperInvariant())}";
    }

    private void AddPort()
    {
        string bridge = Quoted("Bridge");
        string[] links = _cmdlet.Has("Link") ? _cmdlet.Values("Link") : [.. _cmdlet.Input.Select(i => i.Name)];
        string? place = Value("Namespace") ?? _cmdlet.Input.FirstOrDefault(i => i.Kind == PipedKind.Link)?.Namespace ?? _cmdlet.Surrounding;
        foreach (string link in links)
        {
            IpIn(place, $"link set {ShellText.Link(link)} master {bridge}");
            if (PortWords() is { Length: > 0 } words)
                IpIn(place, $"link set {ShellText.Link(link)} type bridge_slave{words}");
            _output.Add(new PipedThing(PipedKind.Link, link, place));
        }
    }

    private void ConnectBridge()
    {
        string? place = Value("BridgeNamespace") ?? _cmdlet.Surrounding;
        string[] targets = _cmdlet.Has("Namespace") ? _cmdlet.Values("Namespace") : [.. _cmdlet.Input.Select(i => i.Name)];
        string inner = Value("InterfaceAlias") ?? "eth0";
        foreach (string target in targets)
        {
            string host = Value("HostInterfaceAlias") ?? "veth-" + target;
            string mtu = Word("mtu", "Mtu");
            IpIn(place, $"link add {ShellText.Link(host)}{mtu} up master {Quoted("Bridge")} type veth peer name {ShellText.Quote(inner)}{mtu} netns {ShellText.Quote(target)}");
            if (_cmdlet.Switch("Hairpin") != false)
                IpIn(place, $"link set {ShellText.Link(host)} type bridge_slave hairpin on");
            if (_cmdlet.Switch("IPv6LinkLocal") != true && !_cmdlet.Values("IPAddress").Any(IsIPv6))
                IpIn(target, $"link set {ShellText.Link(inner)} addrgenmode none");
            IpIn(target, $"link set {ShellText.Link(inner)} up");
            bool hasAddress = _cmdlet.Switch("NoAddress") != true;
            foreach (string address in !hasAddress ? [] : _cmdlet.Has("IPAddress") ? _cmdlet.Values("IPAddress") : ["NEXT_FREE_ADDRESS"])
                IpIn(target, $"addr add {address} dev {ShellText.Quote(inner)}{(IsIPv6(address) ? " nodad" : "")}");
            if (hasAddress && _cmdlet.Switch("NoDefaultRoute") != true)
                IpIn(target, "route add default via ADDRESS_OF_THE_BRIDGE");
            _output.Add(new PipedThing(PipedKind.Connection, target, target, place));
        }
    }
}
