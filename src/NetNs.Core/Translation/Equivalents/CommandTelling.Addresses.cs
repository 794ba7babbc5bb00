using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NetNs.Translation;

/// <content>Addresses, routes, neighbors, settings, address translation.</content>
internal sealed partial class CommandTelling
{
    private static bool IsIPv6(string address) => address.Contains(':', StringComparison.Ordinal);

    // An address without a prefix is a network of its own.
    private static string WithPrefix(string address) => address.Contains('/', StringComparison.Ordinal) || !IPAddress.TryParse(address, out _) ? address : address + (IsIPv6(address) ? "/128" : "/32");

    private void NewAddress()
    {
        string[] addresses = _cmdlet.Has("IPAddress") ? _cmdlet.Values("IPAddress") : [.. _cmdlet.Input.Where(i => i.Kind == PipedKind.Text).Select(i => i.Name)];
        string? place = LinkPlace;
        foreach (string given in addresses)
        {
            string? peer = Value("PeerAddress");
            string address = _cmdlet.Has("PrefixLength") ? $"{given}/{Value("PrefixLength")}" : peer is null ? WithPrefix(given) : given;
            string subject = peer is null ? address : $"{address.Split('/')[0]} peer {(address.Contains('/', StringComparison.Ordinal) && !peer.Contains('/', StringComparison.Ordinal) ? $"{peer}/{address.Split('/')[1]}" : WithPrefix(peer))}";
            string broadcast = Value("Broadcast") is { } said ? $" broadcast {(said == "+" ? LastOf(address) : said)}" : "";
            string noDad = _cmdlet.Switch("NoDad") == true && IsIPv6(given) ? " nodad" : "";
            IpIn(place, $"addr add {subject}{broadcast}{noDad}{Lifetimes()}{LinkWord()}");
            if (Value("DefaultGateway") is { } gateway)
                IpIn(place, $"{(IsIPv6(gateway) ? "-6 " : "")}route add default via {gateway}{LinkWord()} proto static");
        }
    }

    // The namespace of a link that is piped in, or what is said.
    private string? LinkPlace => Value("Namespace") ?? _cmdlet.Input.FirstOrDefault(i => i.Kind != PipedKind.Text)?.Namespace ?? _cmdlet.Input.FirstOrDefault(i => i.Kind == PipedKind.Namespace)?.Name ?? _cmdlet.Surrounding;

    private static string LastOf(string address)
    {
        if (address.Split('/') is not [var first, var text] || !IPAddress.TryParse(first, out IPAddress? parsed) || parsed.AddressFamily != AddressFamily.InterNetwork || !int.TryParse(text, out int length) || length is < 0 or > 32)
            return "BROADCAST";
        byte[] bytes = parsed.GetAddressBytes();
        for (int bit = length; bit < 32; bit++)
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return new IPAddress(bytes).ToString();
    }

    private string Lifetimes()
    {
        string? valid = Value("ValidLifetime"), preferred = Value("PreferredLifetime");
        bool skips = _cmdlet.Switch("SkipAsSource") == true;
        return valid is null && preferred is null && !skips ? "" : $" valid_lft {Seconds(valid)} preferred_lft {(skips ? "0" : Seconds(preferred ?? valid))}";
    }

    private static string Seconds(string? time) => time is null ? "forever"
        : double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture)
        : TimeSpan.TryParse(time, CultureInfo.InvariantCulture, out TimeSpan span) ? Math.Ceiling(span.TotalSeconds).ToString(CultureInfo.InvariantCulture)
        : "SECONDS";

    private void RemoveAddress() => Each("IPAddress", address => IpIn(LinkPlace, $"addr del {address}{LinkWord()}"));

    private void Route(string verb)
    {
        bool isMade = verb == "add";
        string[] hops = [.. _cmdlet.Values("NextHop").Where(h => h is not ("0.0.0.0" or "::"))];
        string kind = Value("Type") is { } type && !type.Equals("Unicast", StringComparison.OrdinalIgnoreCase) ? type.ToLowerInvariant() + " " : "";
        foreach (string destination in _cmdlet.Values("DestinationPrefix"))
        {
            bool isDefault = destination.Equals("default", StringComparison.OrdinalIgnoreCase) || destination is "0.0.0.0/0" or "::/0";
            bool isIPv6 = isDefault ? Value("AddressFamily") == "IPv6" || destination == "::/0" || hops.Any(IsIPv6) || (Value("Source") is { } from && IsIPv6(from)) : IsIPv6(destination);
            string onLink = _cmdlet.Switch("OnLink") == true ? " onlink" : "";
            string Via(string hop) => $"via {(IsIPv6(hop) == isIPv6 ? "" : "inet6 ")}{hop}";
            string path = hops.Length > 1 ? string.Concat(hops.Select(h => $" nexthop {Via(h)}{LinkWord()}{onLink}")) : hops.Length == 1 ? $" {Via(hops[0])}{LinkWord()}{onLink}" : LinkWord();
            string words = $"{(isMade ? " proto static" : "")}{Word("src", "Source")}{Word("metric", "RouteMetric")}{Word("table", "Table")}{(isMade ? Word("mtu", "Mtu") : "")}";
            IpIn(LinkPlace, $"{(isIPv6 ? "-6 " : "")}route {verb} {kind}{(isDefault ? "default" : WithPrefix(destination))}{(hops.Length > 1 ? words + path : path + words)}");
        }
    }

    private void NewNeighbor()
    {
        string mac = Value("LinkLayerAddress") is { } said ? $" lladdr {Mac(said)}" : "";
        IpIn(LinkPlace, $"neigh add {Value("IPAddress") ?? "IPADDRESS"}{mac}{LinkWord()} nud {(Value("State") ?? "permanent").ToLowerInvariant()}");
    }

    private void Forwarding(string value)
    {
        string[] families = _cmdlet.Has("AddressFamily") ? _cmdlet.Values("AddressFamily") : ["IPv4", "IPv6"];
        foreach (string link in _cmdlet.Has("InterfaceAlias") ? _cmdlet.Values("InterfaceAlias") : [""])
        {
            foreach (string family in families)
            {
                string scope = link.Length == 0 ? "all" : link.Replace('.', '/');
                string name = family.Equals("IPv6", StringComparison.OrdinalIgnoreCase) ? $"net.ipv6.conf.{scope}.forwarding" : link.Length == 0 ? "net.ipv4.ip_forward" : $"net.ipv4.conf.{scope}.forwarding";
                Tell(Tool("sysctl", $"-w {ShellText.Quote($"{name}={value}")}"));
            }
        }
    }

    private void TestConnection()
    {
        string?[] places = _cmdlet.Has("Namespace") ? _cmdlet.Values("Namespace") : [.. _cmdlet.Input.Select(i => i.Kind == PipedKind.Text ? i.Name : i.Namespace ?? i.Name)];
        if (places.Length == 0)
            places = [_cmdlet.Surrounding];
        foreach (string? place in places)
        {
            foreach (string host in _cmdlet.Values("ComputerName"))
            {
                Tell(Value("Port") is { } port ? ToolIn(place, "nc", $"-zv {ShellText.Quote(host)} {port}") : ToolIn(place, "ping", $"-c {Value("Count") ?? "4"} {ShellText.Quote(host)}"));
            }
        }
    }

    private void Masquerade(string verb)
    {
        if (_cmdlet.Switch("EnableForwarding") == true)
            Tell(Tool("sysctl", "-w net.ipv4.ip_forward=1"));
        foreach (string subnet in _cmdlet.Has("Subnet") ? _cmdlet.Values("Subnet") : [.. _cmdlet.Input.Select(i => i.Kind == PipedKind.Text ? i.Name : "SUBNET")])
        {
            string set = $"{(_cmdlet.Has("SourceAddress") ? "snat" : "masquerade")}{(IsIPv6(subnet) ? "6" : "4")}{(_cmdlet.Has("OutInterface") ? "_out" : "")}";
            string key = _cmdlet.Has("OutInterface") ? $"{subnet} . \"{Value("OutInterface")}\"" : subnet;
            Element(verb, set, Value("SourceAddress") is { } source && verb == "add" ? $"{key} : {source}" : key);
        }
    }

    private void Element(string verb, string set, string element)
    {
        if (verb == "add")
            Nft("add table inet NetNs");
        Nft($"{verb} element inet NetNs {set} {{ {element} }}");
    }

    private void Publish()
    {
        if (_cmdlet.Switch("EnableForwarding") == true)
            Tell(Tool("sysctl", "-w net.ipv4.ip_forward=1"));
        string[] targets = _cmdlet.Has("Target") ? _cmdlet.Values("Target") : [.. _cmdlet.Input.Select(i => i.Kind == PipedKind.Text ? i.Name : "CONTAINER_ADDRESS")];
        string[] ports = _cmdlet.Has("Port") ? _cmdlet.Values("Port") : [$"{Value("HostPort")}:{Value("ContainerPort")}"];
        foreach (string target in targets)
        {
            string address = IPAddress.TryParse(target, out _) ? target : "CONTAINER_ADDRESS";
            foreach (string port in ports)
                PublishOne(address, port);
        }
    }

    private void PublishOne(string address, string port)
    {
        string protocol = port.Contains('/', StringComparison.Ordinal) ? port[(port.IndexOf('/', StringComparison.Ordinal) + 1)..] : (Value("Protocol") ?? "tcp").ToLowerInvariant();
        string[] parts = port.Split('/')[0].Split(':');
        string version = IsIPv6(address) ? "6" : "4";
        string? host = Value("HostAddress") ?? (parts.Length > 2 ? string.Join(':', parts[..^2]).Trim('[', ']') : null);
        string key = $"{protocol} . {(parts.Length > 1 ? parts[^2] : "HOSTPORT")}";
        string set = $"publish{version}";
        if (Value("SourcePrefix") is { } source)
            (set, key) = ($"publish{version}_from", $"{source} . {host ?? (version == "4" ? "0.0.0.0/0" : "::/0")} . {key}");
        else if (host is not null)
            (set, key) = ($"publish{version}_on", $"{host} . {key}");
        Element("add", set, $"{key} : {address} . {parts[^1]}");
    }

    private void Unpublish() => Each("HostPort", port =>
    {
        string protocol = (Value("Protocol") ?? "tcp").ToLowerInvariant();
        Element("delete", Value("HostAddress") is null ? "publish4" : "publish4_on", $"{(Value("HostAddress") is { } host ? host + " . " : "")}{protocol} . {port}");
    });
}
