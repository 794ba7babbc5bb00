using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Command lines that let a packet pass: just this kind of packet, and nothing else.</summary>
internal sealed class PathRemedy(PathNode node)
{
    /// <summary>What lets the packet through a chain of somebody's firewall, in the words of its owner.</summary>
    internal string? LetThrough(ChainMessage chain, string? owner, PathPacket packet, FirewallHook hook)
    {
        string? first = owner?.Split(", ")[0];
        if (first == FirewallOwner.Ours)
            return null;
        string protocol = packet.Question.Protocol.ToString().ToLowerInvariant();
        bool hasPorts = packet.Question.Protocol != NetPathProtocol.Icmp;
        if (first == FirewallOwner.Ufw && hasPorts && !packet.IsReply && hook is FirewallHook.Input or FirewallHook.Forward)
            return node.Context.Command("ufw", $"{(hook == FirewallHook.Forward ? "route " : "")}allow proto {protocol} from {packet.Source} to {packet.Destination} port {packet.DestinationPort}");
        if (first == FirewallOwner.Firewalld && hook is FirewallHook.Input or FirewallHook.Forward)
            return $"firewall-cmd --zone=trusted --add-source={packet.Source}";
        return chain.Family is NfFamily.IPv4 or NfFamily.IPv6 && FirewallOwner.IsShared(chain.Family, chain.Table) && owner is not null
            ? InIPTables(chain, packet, protocol, hasPorts)
            : InNft(chain, packet, protocol, hasPorts);
    }

    private string InIPTables(ChainMessage chain, PathPacket packet, string protocol, bool hasPorts)
    {
        string tool = $"{(chain.Family == NfFamily.IPv6 ? "ip6tables" : "iptables")}{(LegacyTable.IsLegacy(chain.Table) ? "-legacy" : "")}";
        string table = LegacyTable.PlainNameOf(chain.Table);
        bool hasDockerUser = FirewallOwner.Targets(node.Ruleset.RulesOf(chain.Family, chain.Table, chain.Name)).Contains(FirewallRemedy.DockerUser);
        string word = !hasPorts && chain.Family == NfFamily.IPv6 ? "icmpv6" : protocol;
        string ports = !hasPorts ? "" : packet.IsReply ? $" --sport {packet.SourcePort}" : $" --dport {packet.DestinationPort}";
        return node.Context.Command(tool, $"{(table == "filter" ? "" : $"-t {table} ")}-I {(hasDockerUser ? FirewallRemedy.DockerUser : ShellText.Quote(chain.Name))} -s {packet.Source} -d {packet.Destination} -p {word}{ports} -j ACCEPT");
    }

    private string InNft(ChainMessage chain, PathPacket packet, string protocol, bool hasPorts)
    {
        string ip = packet.Family == NfFamily.IPv4 ? "ip" : "ip6";
        string what = !hasPorts ? $"meta l4proto {(packet.Family == NfFamily.IPv4 ? "icmp" : "icmpv6")}" : packet.IsReply ? $"{protocol} sport {packet.SourcePort}" : $"{protocol} dport {packet.DestinationPort}";
        return node.Context.Command("nft", $"insert rule {FirewallOperations.WordOf(chain.Family)} {ShellText.Quote(chain.Table)} {ShellText.Quote(chain.Name)} {ip} saddr {packet.Source} {ip} daddr {packet.Destination} {what} accept");
    }
}
