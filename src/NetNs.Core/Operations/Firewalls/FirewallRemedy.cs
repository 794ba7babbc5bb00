using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// What the user can do about a foreign chain that drops packets: in the words of its owner, who would undo or overrule what is done
/// behind its back.
/// </summary>
/// <param name="context">Where the chain is.</param>
/// <param name="chain">The base chain.</param>
/// <param name="owner">Who probably made it, as <see cref="FirewallOwner"/> says.</param>
/// <param name="hasDockerUser">Whether packets come from the chain to <see cref="DockerUser"/>.</param>
/// <param name="isInZone">Whether a link is in a zone of firewalld already.</param>
internal sealed class FirewallRemedy(NamespaceContext context, ChainMessage chain, string? owner, bool hasDockerUser, Func<string, bool> isInZone)
{
    /// <summary>Docker's chain for rules of its user: Docker never writes there, and packets come there first.</summary>
    internal const string DockerUser = "DOCKER-USER";

    private const int ConntrackPriority = -200; // NF_IP_PRI_CONNTRACK

    // Of several owners the first sees a packet first.
    private readonly string? _owner = owner?.Split(", ")[0];

    /// <summary>Command lines that let connections to published ports through: to this address and these ports, and the answers; nothing else.</summary>
    /// <param name="ports">The ports of one container.</param>
    /// <param name="stops">What the chain stops of them.</param>
    internal IReadOnlyList<string> LetThrough(IReadOnlyList<ForwardedTraffic> ports, IReadOnlySet<TrafficStop> stops)
    {
        List<string> commands = [];
        foreach (IGrouping<TransportProtocol, ForwardedTraffic> group in ports.GroupBy(p => p.Protocol))
        {
            string protocol = ContainerPort.NameOf(group.Key);
            ForwardedTraffic first = group.First();
            string address = first.Inside.BaseAddress.ToString();
            if (_owner == FirewallOwner.Ufw && FirewallOperations.HookOf(chain) == FirewallHook.Forward)
            {
                commands.AddRange(PortRanges.Of(group.Select(p => p.Port)).InParts(15).Select(p => context.Command("ufw", $"route allow proto {protocol} to {address} port {p.Text(':')}")));
                continue;
            }

            foreach (TrafficStop stop in stops.OrderBy(s => s.IsAnswer))
            {
                PortRanges ranges = PortRanges.Of(group.Select(p => stop.IsBefore ? p.HostPort : p.Port));
                string? host = group.Select(p => p.HostAddress).Distinct().Count() == 1 ? first.HostAddress?.ToString() : null;
                commands.AddRange(IsOfIPTables ? InIPTables(stop, protocol, stop.IsBefore ? host : address, ranges) : [InNft(stop, protocol, stop.IsBefore ? host : address, ranges, first.IsIPv4)]);
            }
        }

        return [.. commands.Distinct()];
    }

    private IEnumerable<string> InIPTables(TrafficStop stop, string protocol, string? address, PortRanges ports)
    {
        string side = stop.IsAnswer ? "-s" : "-d", port = stop.IsAnswer ? "sport" : "dport";
        string state = stop.IsAnswer ? " -m conntrack --ctstate ESTABLISHED" : "";
        // multiport takes 15 ports, of which a range counts for two.
        foreach (PortRanges part in ports.InParts(7))
            yield return IPTables($"{(address is null ? "" : $"{side} {address} ")}-p {protocol} {(part.Count == 1 ? $"--{port} {part.Text(':')}" : $"-m multiport --{port}s {part.Text(':')}")}{state}");
    }

    private string InNft(TrafficStop stop, string protocol, string? address, PortRanges ports, bool isIPv4)
    {
        string where = address is null ? "" : $"{(isIPv4 ? "ip" : "ip6")} {(stop.IsAnswer ? "saddr" : "daddr")} {address} ";
        string which = ports.Count == 1 ? ports.Text('-') : $"'{{ {ports.Text('-').Replace(",", ", ", StringComparison.Ordinal)} }}'";
        // Tables of links and bridges see packets before connection tracking.
        string state = stop.IsAnswer && chain.Family is NfFamily.IPv4 or NfFamily.IPv6 or NfFamily.Inet && chain.Hook?.Priority > ConntrackPriority ? " ct state established" : "";
        return Rule($"{where}{protocol} {(stop.IsAnswer ? "sport" : "dport")} {which}{state}");
    }

    /// <summary>Command lines that let forwarded traffic through, both ways.</summary>
    /// <param name="traffic">The traffic.</param>
    /// <param name="link">The link behind which it is inside; null where that is not known: then its addresses are taken.</param>
    internal IReadOnlyList<string> LetThrough(ForwardedTraffic traffic, string? link)
    {
        string ip = traffic.IsIPv4 ? "ip" : "ip6";
        return _owner switch
        {
            FirewallOwner.Ufw => [context.Command("ufw", (link, traffic.IsPublished) switch
            {
                (null, false) => $"route allow from {traffic.Inside}",
                (null, true) => $"route allow to {traffic.Inside}",
                (_, false) => $"route allow in on {link}",
                (_, true) => $"route allow out on {link}",
            })],
            FirewallOwner.Firewalld => [Trust(link is null ? $"--add-source={traffic.Inside}" : $"--{(isInZone(link) ? "change" : "add")}-interface={link}")],
            _ when IsOfIPTables && link is null => [IPTables($"-s {traffic.Inside}"), IPTables($"-d {traffic.Inside}")],
            _ when IsOfIPTables => [IPTables($"-i {link}"), IPTables($"-o {link}")],
            _ when link is null => [Rule($"{ip} saddr {traffic.Inside}"), Rule($"{ip} daddr {traffic.Inside}")],
            _ => [Rule($"iifname {link}"), Rule($"oifname {link}")],
        };
    }

    /// <summary>Command lines that let packets from port to port of a bridge through.</summary>
    internal IReadOnlyList<string> LetBridged(string bridge) => _owner switch
    {
        FirewallOwner.Ufw => [context.Command("ufw", $"route allow in on {bridge} out on {bridge}")],
        FirewallOwner.Firewalld => [Trust($"--{(isInZone(bridge) ? "change" : "add")}-interface={bridge}")],
        _ when chain.Family == NfFamily.Bridge => [Rule($"meta ibrname {bridge}")],
        _ when IsOfIPTables => [IPTables($"-i {bridge} -o {bridge}")],
        _ => [Rule($"iifname {bridge} oifname {bridge}")],
    };

    private bool IsOfIPTables => chain.Family is NfFamily.IPv4 or NfFamily.IPv6 && _owner is not null && FirewallOwner.IsShared(chain.Family, chain.Table);

    private static string Trust(string what) => $"firewall-cmd --zone=trusted {what}";

    private string IPTables(string condition)
    {
        string tool = $"{(chain.Family == NfFamily.IPv6 ? "ip6tables" : "iptables")}{(LegacyTable.IsLegacy(chain.Table) ? "-legacy" : "")}";
        string table = LegacyTable.PlainNameOf(chain.Table);
        return context.Command(tool, $"{(table == "filter" ? "" : $"-t {table} ")}-I {(hasDockerUser ? DockerUser : chain.Name)} {condition} -j ACCEPT");
    }

    private string Rule(string condition)
        => context.Command("nft", $"insert rule {FirewallOperations.WordOf(chain.Family)} {chain.Table} {chain.Name} {condition} accept");
}
