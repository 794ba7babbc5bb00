using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// Who probably made a table or chain. The kernel does not know; but each of these programs uses names of its own, which other
/// programs and people's scripts rely on, so that they stay.
/// </summary>
internal static class FirewallOwner
{
    /// <summary>This module, by its table.</summary>
    internal const string Ours = "NetNs";

    internal const string Docker = "Docker";
    internal const string Firewalld = "firewalld";
    internal const string Ufw = "ufw";
    internal const string Podman = "Podman";
    internal const string Libvirt = "libvirt";
    internal const string IPTables = "iptables";

    private static readonly (string Name, string Owner)[] Tables =
    [
        ("firewalld", Firewalld), ("firewalld_policy_drop", Firewalld), ("docker-bridges", Docker), ("netavark", Podman), ("libvirt_network", Libvirt),
        ("kube-proxy", "Kubernetes"), ("calico", "Calico"), ("lxd", "LXD"), ("incus", "Incus"), ("io.systemd.nat", "systemd"), ("fw4", "OpenWrt"),
        ("f2b-table", "fail2ban"), ("cni_hostport", "CNI"), ("cni_plugins_masquerade", "CNI"), ("mullvad", "Mullvad"), ("nixos-fw", "NixOS"),
    ];

    private static readonly (string Prefix, string Owner)[] TablePrefixes =
        [("nm-shared-", "NetworkManager"), ("wg-quick-", "wg-quick"), ("flannel-", "Flannel"), ("crowdsec", "CrowdSec")];

    // Chains that these put into the tables of iptables.
    private static readonly (string Prefix, string Owner)[] Chains =
    [
        ("DOCKER", Docker), ("ufw-", Ufw), ("ufw6-", Ufw), ("LIBVIRT_", Libvirt), ("NETAVARK", Podman), ("CNI-", "CNI"), ("KUBE-", "Kubernetes"), ("cali-", "Calico"),
        ("CILIUM_", "Cilium"), ("FLANNEL-", "Flannel"), ("WEAVE", "Weave"), ("ts-", "Tailscale"), ("nm-sh-", "NetworkManager"), ("f2b-", "fail2ban"),
        ("FORWARD_direct", Firewalld), ("INPUT_direct", Firewalld), ("OUTPUT_direct", Firewalld), ("PREROUTING_direct", Firewalld), ("POSTROUTING_direct", Firewalld),
    ];

    /// <summary>The owner of a table, judging by its name; null where the name says nothing.</summary>
    internal static string? OfTable(NfFamily family, string table)
    {
        if (IsOurs(family, table))
            return Ours;
        return Tables.FirstOrDefault(t => t.Name == table).Owner ?? StartOf(TablePrefixes, table);
    }

    /// <summary>The owner of a chain, judging by its name; null where the name says nothing.</summary>
    internal static string? OfChain(string chain) => StartOf(Chains, chain);

    internal static bool IsOurs(NfFamily family, string table) => family == NfFamily.Inet && table == Ours;

    /// <summary>Whether a table is one of those that iptables and its relatives share among all who call them.</summary>
    internal static bool IsShared(NfFamily family, string table)
        => family is NfFamily.IPv4 or NfFamily.IPv6 or NfFamily.Arp or NfFamily.Bridge && LegacyTable.PlainNameOf(table) is "filter" or "nat" or "mangle" or "raw" or "security" or "broute";

    /// <summary>
    /// The owner of a base chain: by its table, and in the tables of iptables by the chains that it leads to; several are named in
    /// the order in which packets come to them.
    /// </summary>
    /// <param name="chain">The base chain.</param>
    /// <param name="targets">Where its rules jump to, in their order; asked for only where they tell something.</param>
    internal static string? OfBaseChain(ChainMessage chain, Func<IEnumerable<string>> targets)
    {
        if (OfTable(chain.Family, chain.Table) is { } owner)
            return owner;
        // iptables writes the hook in capitals; what a person wrote for nft is nobody's.
        if (!IsShared(chain.Family, chain.Table) || chain.Name.Any(char.IsAsciiLetterLower))
            return null;
        string[] owners = chain.Use == 0 ? [] : [.. targets().Select(OfChain).OfType<string>().Distinct()];
        return owners.Length > 0 ? string.Join(", ", owners) : chain.Family switch
        {
            NfFamily.Bridge => "ebtables",
            NfFamily.Arp => "arptables",
            _ => IPTables,
        };
    }

    /// <summary>The chains that rules jump to, in their order.</summary>
    internal static IEnumerable<string> Targets(IEnumerable<RuleMessage> rules)
        => rules.SelectMany(r => r.Expressions).OfType<ImmediateExpression>().Select(e => e.Verdict?.Chain).OfType<string>();

    private static string? StartOf((string Prefix, string Owner)[] prefixes, string name)
        => prefixes.FirstOrDefault(p => name.StartsWith(p.Prefix, StringComparison.Ordinal)).Owner;
}
