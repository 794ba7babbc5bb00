using NetNs.Tests.Support;
using NetNs.Translation;
using Xunit.Abstractions;

namespace NetNs.Tests.Translation;

/// <summary>Each command line of the five tutorials, and the command forms of further ones, is translated, or told why it is not.</summary>
public sealed class TutorialTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("commands.txt", 5)]
    [InlineData("further.txt", 20)]
    public void Every_line_is_translated_or_told(string file, int sections)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "fixtures", "tutorials", file));
        NetCommandTranslation[] all = [.. lines.Where(l => !l.StartsWith('#')).SelectMany(l => NetCommands.Translate(l))];

        Assert.True(lines.Count(l => l.StartsWith('#')) >= sections);
        Assert.True(all.Length >= lines.Count(l => !l.StartsWith('#')));
        Assert.All(all, t => Assert.False(t.Command is null && string.IsNullOrEmpty(t.Note), t.Source));
        output.WriteLine($"{file}: {string.Join(", ", all.GroupBy(t => t.Confidence).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()}"))}");
    }

    // What a tutorial types about the network and no cmdlet does, in full: nothing else may join it.
    [Fact]
    public void What_of_the_network_has_no_cmdlet_is_known()
    {
        string[] lines = [.. ((string[])["commands.txt", "further.txt"]).SelectMany(f => File.ReadAllLines(Path.Combine(Repository.Root, "tests", "fixtures", "tutorials", f)))];

        string[] without = [.. lines.Where(l => !l.StartsWith('#')).SelectMany(l => NetCommands.Translate(l)).Where(t => t.Confidence == NetCommandConfidence.Unsupported)
            .Select(t => t.Source).Where(s => !Foreign(s)).Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "bridge fdb append 00:00:00:00:00:00 dev vx7 dst 192.0.2.3",
                "bridge vlan",
                "ip link add bond7 type bond mode 802.3ad",
                "ip link add veth-red type veth peer name veth-red br",
                "ip link add wg7 type wireguard",
                "ip link set netns",
                "ip netns add",
                "ip netns add <name>",
                "ip netns exec <netns_name>",
                "ip netns exec my_netns ip address add 123.456.0.0/16 dev veth_my_netns",
                "ip netsns exec red arp",
                "ip route add default scope global nexthop via 10.80.1.1 dev e1 weight 1 nexthop via 10.80.2.1 dev e2 weight 1",
                "iptables -A FORWARD -i wlan9 -o vOUT -j ACCEPT",
                "iptables -A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT",
                "iptables -F FORWARD",
                "iptables -N ROOT_NS",
                "iptables -P FORWARD DROP",
                "iptables -t name -a PREROUTING --dport 80 --to-destination 192.168.15.2",
                "iptables -t nat -A POSTROUTING -o ens3 -j SNAT --to-source 192.0.2.5",
            ], without);
    }

    private static bool Foreign(string source) => ((string[])["docker", "curl", "python3", "modprobe", "tc ", "wg ", "ethtool", "conntrack", "pid="]).Any(p => source.StartsWith(p, StringComparison.Ordinal));
}
