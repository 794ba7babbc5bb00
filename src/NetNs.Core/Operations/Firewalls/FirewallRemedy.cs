using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// What the user can do about a foreign chain that drops packets: in the words of its owner, who would undo or overrule what is done
/// behind its back.
/// </summary>
/// <param name="context">Where the chain is.</param>
/// <param name="chain">The base chain.</param>
/// <param name="owner">Who probably made it, as <see cref="FirewallOwner"/> says.</param>
/// <param name="hasDockerUser">Whether <see cref="DockerUser"/> is in its table.</param>
internal sealed class FirewallRemedy(NamespaceContext context, ChainMessage chain, string? owner, bool hasDockerUser)
{
    /// <summary>Docker's chain for rules of its user: Docker never writes there, and packets come there first.</summary>
    internal const string DockerUser = "DOCKER-USER";

    // Of several owners the first sees a packet first.
    private readonly string? _owner = owner?.Split(", ")[0];

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
            FirewallOwner.Firewalld => [Trust(link is null ? $"--add-source={traffic.Inside}" : $"--add-interface={link}")],
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
        FirewallOwner.Firewalld => [Trust($"--add-interface={bridge}")],
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
