using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NetNs.Operations;
using NetNs.Tests.Support;
using Xunit.Abstractions;

namespace NetNs.Tests.Kernel;

/// <summary>
/// Random pairs of definitions: a lab that was A and then became B is what a fresh B is, as ip and nft tell it, and nothing that both share was touched.
/// NETNS_LAB_PAIRS sets how many pairs are tried.
/// </summary>
public sealed class LabConvergenceTests(ITestOutputHelper output) : KernelTest
{
    private const int DefaultPairs = 12;

    [KernelFact]
    public void A_lab_becomes_what_its_new_definition_describes()
    {
        int pairs = int.TryParse(Environment.GetEnvironmentVariable("NETNS_LAB_PAIRS"), NumberStyles.None, CultureInfo.InvariantCulture, out int more) ? more : DefaultPairs;
        int first = int.TryParse(Environment.GetEnvironmentVariable("NETNS_LAB_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? seed : 1;
        for (int i = first; i < first + pairs; i++)
        {
            string a = Definition(new Random(i)), b = Definition(new Random(i + 1_000_000));
            try
            {
                Converge(a, b);
            }
            catch (Exception)
            {
                output.WriteLine($"pair {i}:\nA = {a}\nB = {b}");
                Remove();
                throw;
            }
        }
    }

    private static void Converge(string a, string b)
    {
        Set(a);
        Dictionary<string, string> before = Indexes();
        Dictionary<string, string> kindsA = Links(a), kindsB = Links(b);
        Set(b);
        Assert.Empty(Compare(b));
        Dictionary<string, string> after = Indexes();
        foreach ((string link, string kind) in kindsB.Where(l => kindsA.GetValueOrDefault(l.Key) == l.Value))
            Assert.True(before[link] == after[link], $"{link} ({kind}) was made again");
        string converged = State();
        Remove();
        Set(b);
        string fresh = State();
        Remove();
        Assert.Equal(fresh, converged);
    }

    private static void Set(string definition)
    {
        using var session = new OperationSession(new SilentReporter());
        new LabOperations(session).Set(Read(definition));
    }

    private static IReadOnlyList<string> Compare(string definition)
    {
        using var session = new OperationSession(new SilentReporter());
        return [.. new LabOperations(session).Compare(Read(definition)).Select(c => c.ToString())];
    }

    private static void Remove()
    {
        using var session = new OperationSession(new SilentReporter());
        if (new LabOperations(session).List(_ => true).Count > 0)
            new LabOperations(session).Remove("rnd");
    }

    private static LabDefinition Read(string definition) => LabReader.Read(LabJson.Read(definition, null)!);

    // What each link of a definition is: two of the same are not to be touched.
    private static Dictionary<string, string> Links(string definition)
    {
        LabDefinition lab = Read(definition);
        return lab.Nodes.SelectMany(n => n.Connections.Select(c => ($"{n.Name}:{c.InterfaceAlias}", "bridge")))
            .Concat(lab.Cables.SelectMany(c => c.Ends.Select(e => (e.ToString(), $"cable {c.Id}")))).ToDictionary(l => l.Item1, l => l.Item2);
    }

    private static Dictionary<string, string> Indexes()
        => Namespaces().Where(n => n != "rnd-host").SelectMany(n => Json("ip", "-n", n, "-j", "link").EnumerateArray()
            .Select(l => ($"{n["rnd-".Length..]}:{l.GetProperty("ifname").GetString()}", l.GetProperty("ifindex").GetRawText()))).ToDictionary(l => l.Item1, l => l.Item2);

    private static IEnumerable<string> Namespaces() => Directory.EnumerateFiles("/run/netns").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);

    // Everything but what is random (hardware addresses, and link-local ones made of them) or a number that the kernel counts.
    private static string State()
    {
        var text = new StringBuilder();
        foreach (string name in Namespaces())
        {
            text.Append(name).Append('\n');
            string[] links = [.. Json("ip", "-n", name, "-j", "-d", "link").EnumerateArray().Select(l =>
                $"{l.GetProperty("ifname")} mtu {l.GetProperty("mtu")} {(l.GetProperty("flags").ToString().Contains("\"UP\"", StringComparison.Ordinal) ? "up" : "down")} master {Text(l, "master")} alias {Text(l, "ifalias")}").Order(StringComparer.Ordinal)];
            text.AppendJoin('\n', links).Append('\n');
            foreach (JsonElement link in Json("ip", "-n", name, "-j", "addr").EnumerateArray().OrderBy(l => l.GetProperty("ifname").GetString(), StringComparer.Ordinal))
            {
                IEnumerable<string> addresses = link.GetProperty("addr_info").EnumerateArray().Select(a => $"{link.GetProperty("ifname")} {a.GetProperty("local")}/{a.GetProperty("prefixlen")} {a.GetProperty("scope")}");
                text.AppendJoin('\n', addresses.Where(a => !a.Contains("fe80:", StringComparison.Ordinal)).Order(StringComparer.Ordinal)).Append('\n');
            }

            foreach (string family in (string[])["-4", "-6"])
            {
                IEnumerable<string> routes = Json("ip", "-n", name, family, "-j", "route").EnumerateArray().Select(r => $"{Text(r, "dst")} via {Text(r, "gateway")} dev {Text(r, "dev")} metric {Text(r, "metric")} type {Text(r, "type")}");
                text.AppendJoin('\n', routes.Where(r => !r.Contains("fe80:", StringComparison.Ordinal)).Order(StringComparer.Ordinal)).Append('\n');
            }

            text.Append(TestProcess.Run("ip", "netns", "exec", name, "sysctl", "net.ipv4.ip_forward", "net.ipv4.conf.all.rp_filter", "net.ipv4.ip_default_ttl"));
            string rules = TestProcess.Run("ip", "netns", "exec", name, "nft", "list", "ruleset");
            // Inodes of namespaces, numbers of links, counters.
            rules = Regex.Replace(rules, @"/\d+""|packets \d+ bytes \d+|handle \d+", "");
            // The kernel lists elements in the order in which they came.
            text.Append(Regex.Replace(rules, @"elements = \{([^}]*)\}", m => $"elements = {string.Join(", ", m.Groups[1].Value.Split(',').Select(e => e.Trim()).Order(StringComparer.Ordinal))}"));
        }

        return text.ToString();
    }

    private static string Text(JsonElement element, string property) => element.TryGetProperty(property, out JsonElement value) ? value.ToString() : "-";

    private static JsonElement Json(params string[] command)
    {
        string said = TestProcess.Run(command[0], command[1..]);
        return JsonDocument.Parse(said.Length == 0 ? "[]" : said).RootElement;
    }

    // Few names and few values, so that two definitions share much.
    private static string Definition(Random random)
    {
        string[] bridges = [.. ((string[])["lan", "dmz"]).Where(_ => random.Next(4) > 0)];
        string[] nodes = [.. ((string[])["a", "b", "c", "d"]).Where(_ => random.Next(4) > 0)];
        var parts = new List<string>();
        foreach (string node in nodes)
        {
            var words = new List<string>();
            string[] own = [.. bridges.Where(_ => random.Next(3) > 0)];
            if (own.Length > 0)
                words.Add($"\"Bridge\": {{ {string.Join(", ", own.Select(b => $"\"{b}\": {{ \"InterfaceAlias\": \"{b}0\"{(random.Next(4) == 0 ? ", \"Mtu\": 1400" : "")} }}"))} }}");
            if (own.Length > 0 && random.Next(2) == 0)
                words.Add($"\"Publish\": \"{8000 + (node[0] - 'a') + (random.Next(2) * 10)}:80{(random.Next(2) == 0 ? "/udp" : "")}\"");
            if (random.Next(3) == 0)
                words.Add("\"Forwarding\": true");
            if (random.Next(3) == 0)
                words.Add($"\"Sysctl\": {{ \"net.ipv4.conf.all.rp_filter\": {random.Next(3)}, \"net.ipv4.ip_default_ttl\": {random.Next(60, 63)} }}");
            if (random.Next(3) == 0)
                words.Add($"\"Routes\": [ \"blackhole 10.{random.Next(100, 102)}.0.0/16\", \"unreachable fd{random.Next(10, 12)}::/16\" ]");
            if (random.Next(4) == 0)
                words.Add("\"DefaultRoute\": false");
            parts.Add($"\"{node}\": {{ {string.Join(", ", words)} }}");
        }

        string IPv6(int n) => random.Next(2) == 0 ? $", \"fd00:{n}::1/64\"" : "";
        IEnumerable<string> bridgeParts = bridges.Select((b, i) => $"\"{b}\": {{ \"IPAddress\": [ \"10.{i + 1}.{random.Next(2)}.1/24\"{IPv6(i)} ], \"Masquerade\": {(random.Next(2) == 0 ? "true" : "false")}{(random.Next(4) == 0 ? ", \"Mtu\": 1450" : "")} }}");
        var cables = new List<string>();
        for (int i = 0; i + 1 < nodes.Length; i++)
        {
            if (random.Next(2) == 0)
                cables.Add($"{{ \"Ends\": [\"{nodes[i]}:to-{nodes[i + 1]}\", \"{nodes[i + 1]}:to-{nodes[i]}\"], \"Subnet\": [ \"10.20.{nodes[i][0] - 'a'}.0/3{random.Next(2)}\", \"fd20:{nodes[i][0] - 'a'}::/64\" ]{(random.Next(3) == 0 ? $", \"DefaultRoute\": \"{nodes[i]}\"" : "")}{(random.Next(3) == 0 ? ", \"Mtu\": 1300" : "")} }}");
        }

        return $"{{ \"Name\": \"rnd\", \"Bridges\": {{ {string.Join(", ", bridgeParts)} }}, \"Nodes\": {{ {string.Join(", ", parts)} }}, \"Links\": [ {string.Join(", ", cables)} ] }}";
    }
}
