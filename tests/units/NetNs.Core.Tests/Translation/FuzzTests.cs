using System.Text;
using NetNs.Translation;

namespace NetNs.Tests.Translation;

/// <summary>Lines that nobody wrote: neither an exception nor an endless loop, and nothing that leaves its quotes.</summary>
public sealed class FuzzTests
{
    private static readonly string[] _words =
    [
        "ip", "link", "addr", "route", "neigh", "netns", "rule", "add", "del", "set", "show", "exec", "up", "down", "dev", "via", "type", "veth", "peer", "name", "bridge", "vxlan", "id", "netns", "master", "mtu",
        "-n", "-4", "-all", "iptables", "-t", "nat", "-A", "POSTROUTING", "-s", "!", "-o", "-j", "MASQUERADE", "DNAT", "SNAT", "--to-destination", "--dport", "-p", "tcp", "nft", "rule", "{", "}", "brctl", "addbr",
        "sysctl", "-w", "net.ipv4.ip_forward=1", "echo", "1", ">", "/proc/sys/net/ipv4/ip_forward", "ifconfig", "netmask", "arp", "-i", "ping", "-c", "3", "nsenter", "--net=/run/netns/a", "-t", "sudo", "bash", "-c",
        "for", "i", "in", "do", "done", "if", "then", "fi", "while", "case", "esac", "&&", "||", ";", "|", "&", "(", ")", "<<EOF", "\nEOF\n", "\n", "#", "$", "$(", "`", "\"", "'", "\\", "$i", "${a:-b}", "$((i+1))",
        "10.0.0.1/24", "fd00::1", "default", "web", "{1..3}", "<name>", "grep", "tee", "A=b", "=", "\r", "\u0007", "\u2019", "\ud800", "\0", "*", "-", "--", "ln", "-s", "mount", "--bind", "exit", "export", "set", "true",
    ];

    [Fact]
    public void Two_hundred_thousand_lines_end_in_translations()
    {
        int lines = int.TryParse(Environment.GetEnvironmentVariable("NETNS_FUZZ_LINES"), out int asked) ? asked : 200_000;
        var random = new Random(20261201);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        TimeSpan longest = TimeSpan.Zero;
        string slowest = "";
        for (int i = 0; i < lines; i++)
        {
            string text = i % 3 == 0 ? Bytes(random) : Words(random);
            TimeSpan before = clock.Elapsed;
            IReadOnlyList<NetCommandTranslation> all = NetCommands.Translate(text, merges: i % 2 == 0);
            IReadOnlyList<string> script = NetCommands.ToScript(text, merges: i % 2 == 1);
            if (clock.Elapsed - before > longest)
                (longest, slowest) = (clock.Elapsed - before, text);
            Assert.All(all, t => Assert.True(t.Command is null || !t.Command.Any(c => c is '\r' or '\0' or '\u0007'), text));
            Assert.DoesNotContain(script, l => l.Any(c => c is '\r' or '\0' or '\u0007' or '\n'));
            Assert.All(all, t => Assert.True(t.Confidence != NetCommandConfidence.Unsupported || !string.IsNullOrEmpty(t.Note), text));
        }

        // A pause of the machine, not of the translator, has its place in this.
        Assert.True(longest < TimeSpan.FromSeconds(5), $"{longest} for: {slowest}");
    }

    [Theory]
    [InlineData("'")]
    [InlineData("for x in a; do\n")]
    [InlineData("cat <<EOF\n")]
    [InlineData("$( ")]
    [InlineData("if ")]
    [InlineData("( ")]
    [InlineData("ip netns exec a ")]
    [InlineData("bash -c \"")]
    [InlineData("for i in 1 2 3 4 5 6 7 8; do ")]
    public void The_same_again_and_again_ends_in_good_time(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 3000));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        NetCommands.ToScript(text, merges: true);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    private static string Words(Random random)
    {
        var text = new StringBuilder();
        for (int n = random.Next(1, 16); n > 0; n--)
            text.Append(_words[random.Next(_words.Length)]).Append(random.Next(5) == 0 ? "" : " ");
        return text.ToString();
    }

    private static string Bytes(Random random)
    {
        var text = new StringBuilder("ip ");
        for (int n = random.Next(0, 40); n > 0; n--)
            text.Append((char)random.Next(0, random.Next(3) == 0 ? 0x10000 : 128));
        return text.ToString();
    }
}
