namespace NetNs.Translation;

/// <content>Policy rules, and cables between namespaces.</content>
internal sealed partial class CommandTelling
{
    private void Rule(string verb)
    {
        string[] priorities = _cmdlet.Has("Priority") ? _cmdlet.Values("Priority") : verb == "add" ? [""] : ["PRIORITY"];
        string selectors = string.Concat(
            _cmdlet.Switch("Invert") == true ? " not" : "",
            Word("from", "From"), Word("to", "To"), Word("fwmark", "FwMark"), Word("iif", "InterfaceAlias"), Word("oif", "OutInterface"),
            Value("Protocol") is { } protocol ? $" ipproto {ShellText.Quote(protocol.ToLowerInvariant())}" : "", Word("sport", "SourcePort"), Word("dport", "DestinationPort"));
        string action = Value("Goto") is { } next ? $" goto {ShellText.Quote(next)}"
            : Value("Action")?.ToLowerInvariant() is { } does and not "table" ? $" {(does == "continue" ? "nop" : does)}"
            : verb == "add" || _cmdlet.Has("Table") ? $" table {ShellText.Quote((Value("Table") ?? "main").ToLowerInvariant())}{Word("suppress_prefixlength", "SuppressPrefixLength")}" : "";
        bool isIPv6 = Value("AddressFamily") is "IPv6" || IsIPv6(Value("From") ?? Value("To") ?? "");
        foreach (string priority in priorities)
            Ip($"{(isIPv6 ? "-6 " : "")}rule {verb}{selectors}{(priority.Length == 0 ? "" : $" priority {ShellText.Quote(priority)}")}{action}");
    }

    private void ConnectNamespaces()
    {
        string[] firsts = _cmdlet.Has("Namespace") ? _cmdlet.Values("Namespace") : [.. _cmdlet.Input.Where(i => i.Kind is PipedKind.Namespace or PipedKind.Text).Select(i => i.Name)];
        string second = Value("PeerNamespace") ?? "PEERNAMESPACE";
        string name = Value("InterfaceAlias") ?? "eth0", peer = Value("PeerInterfaceAlias") ?? name;
        string mtu = Word("mtu", "Mtu");
        foreach (string first in firsts)
        {
            IpIn(first, $"link add {ShellText.Link(name)}{mtu} type veth peer name {ShellText.Quote(peer)}{mtu} netns {ShellText.Quote(second)}");
            CableEndUp(second, peer, CableAddress.Second);
            CableEndUp(first, name, CableAddress.First);
            foreach (string end in _cmdlet.Values("DefaultRoute"))
            {
                (string place, string link, CableAddress router) = end.Equals("A", StringComparison.OrdinalIgnoreCase) ? (first, name, CableAddress.Second) : (second, peer, CableAddress.First);
                foreach (string subnet in _cmdlet.Values("Subnet"))
                    IpIn(place, $"{(IsIPv6(subnet) ? "-6 " : "")}route add default via {AddressIn(subnet, router).Split('/')[0]} dev {ShellText.Quote(link)} proto static");
            }

            _output.Add(new PipedThing(PipedKind.Link, name, first));
        }
    }

    private void CableEndUp(string place, string link, CableAddress which)
    {
        foreach (string subnet in _cmdlet.Values("Subnet"))
            IpIn(place, $"addr add {AddressIn(subnet, which)} dev {ShellText.Quote(link)}{(IsIPv6(subnet) ? " nodad" : "")}");
        IpIn(place, $"link set {ShellText.Link(link)} up");
    }

    // The first or the second address of a network; of a network of two addresses, both (RFC 3021, RFC 6164).
    private static string AddressIn(string subnet, CableAddress which)
    {
        if (!System.Net.IPNetwork.TryParse(subnet, out System.Net.IPNetwork network))
            return which == CableAddress.First ? "FIRST_ADDRESS" : "SECOND_ADDRESS";
        byte[] bytes = network.BaseAddress.GetAddressBytes();
        bytes[^1] += (byte)((network.PrefixLength == (bytes.Length * 8) - 1 ? 0 : 1) + (which == CableAddress.First ? 0 : 1));
        return $"{new System.Net.IPAddress(bytes)}/{network.PrefixLength}";
    }

    private enum CableAddress
    {
        First,
        Second,
    }
}
