using NetNs.Operations;

namespace NetNs.Tests.Operations;

public sealed class LabDefinitionTests
{
    private const string Shop = """
        {
            "Name": "shop",
            "Bridges": { "lan": { "IPAddress": ["10.1.0.1/24", "fd00:1::1/64"], "Masquerade": true } },
            "Nodes": {
                "web": { "Bridge": "lan", "Publish": "8080:80", "Process": { "Command": "python3 -m http.server 80", "Ready": "tcp/80" } },
                "db": { "Bridge": "lan", "IPAddress": "10.1.0.2/24" },
                "r1": { "Forwarding": true, "Sysctl": { "net.ipv4.conf.all.rp_filter": 0 }, "Routes": "10.9.0.0/24 via 10.2.0.2" }
            },
            "Links": [ { "Ends": ["r1:eth1", "web:eth1"], "Subnet": ["10.2.0.0/30", "fd00:2::/64"], "Mtu": 1400 } ],
            "Hosts": true
        }
        """;

    [Fact]
    public void The_words_of_the_contract_are_read()
    {
        LabDefinition lab = Read(Shop);

        Assert.Equal("shop-web", lab.NamespaceOf("web"));
        Assert.True(lab.Sealed && lab.Hosts);
        LabBridge lan = Assert.Single(lab.Bridges);
        Assert.True(lan.Masquerade);
        LabNode web = Node(lab, "web");
        Assert.Equal("python3 -m http.server 80", Assert.Single(web.Processes).Line);
        Assert.Equal(80, web.Processes[0].ReadyPort);
        Assert.Equal("8080:80", Assert.Single(web.Publish));
        LabNode router = Node(lab, "r1");
        Assert.Equal("1", router.Sysctls["net.ipv4.ip_forward"]);
        Assert.Equal("1", router.Sysctls["net.ipv6.conf.all.forwarding"]);
        Assert.Equal("0", router.Sysctls["net.ipv4.conf.all.rp_filter"]);
        Assert.Equal("10.2.0.2", Assert.Single(Assert.Single(router.Routes).Options.NextHops).ToString());
    }

    [Fact]
    public void Missing_addresses_are_the_lowest_free_ones_of_each_subnet()
    {
        LabDefinition lab = Read(Shop);

        // .1 is the bridge's, .2 was given to db: web gets .3.
        Assert.Equal(["10.1.0.3/24", "fd00:1::3/64"], Addresses(Node(lab, "web").Connections[0].Addresses));
        Assert.Equal(["10.1.0.2/24", "fd00:1::2/64"], Addresses(Node(lab, "db").Connections[0].Addresses));
        LabCable cable = Assert.Single(lab.Cables);
        Assert.Equal(["10.2.0.1/30", "fd00:2::1/64"], Addresses(cable.A.Addresses));
        Assert.Equal(["10.2.0.2/30", "fd00:2::2/64"], Addresses(cable.B.Addresses));
    }

    [Fact]
    public void The_order_in_which_nodes_are_written_does_not_matter()
    {
        LabDefinition lab = Read("""{ "Name": "n", "Bridges": { "lan": { "IPAddress": "10.0.0.1/24" } }, "Nodes": { "n10": { "Bridge": "lan" }, "n9": { "Bridge": "lan" }, "a": { "Bridge": "lan" } } }""");

        Assert.Equal(["a", "n9", "n10"], lab.Nodes.Select(n => n.Name));
        Assert.Equal(["10.0.0.4/24"], Addresses(Node(lab, "n10").Connections[0].Addresses));
    }

    [Fact]
    public void Links_are_named_in_order_around_the_names_that_are_given()
    {
        LabDefinition lab = Read("""
            { "Name": "n", "Bridges": { "a": {}, "b": {}, "c": {} },
              "Nodes": { "r": { "Bridge": { "a": {}, "b": { "InterfaceAlias": "eth0" }, "c": {} } }, "x": {} },
              "Links": [ { "Ends": ["r:eth1", "x:eth0"] } ] }
            """);

        Assert.Equal(["eth2", "eth0", "eth3"], Node(lab, "r").Connections.Select(c => c.InterfaceAlias));
    }

    [Theory]
    [InlineData("""{ "Nodes": {} }""", "it has no Name")]
    [InlineData("""{ "Name": "a b" }""", "'a b' is not a name")]
    [InlineData("""{ "Name": "n", "Nods": {} }""", "did you mean Nodes?")]
    [InlineData("""{ "Name": "n", "Nodes": { "web": { "Brigde": "lan" } } }""", "did you mean Bridge?")]
    [InlineData("""{ "Name": "n", "Nodes": "web" }""", "is not a table of names")]
    [InlineData("""{ "Name": "n", "Sealed": "maybe" }""", "neither $true nor $false")]
    [InlineData("""{ "Name": "n", "Nodes": { "web": { "Bridge": "lam" } }, "Bridges": { "lan": {} } }""", "there is no bridge 'lam'; did you mean lan?")]
    [InlineData("""{ "Name": "n", "Nodes": { "web": { "Bridge": ["lan", "lan"] } }, "Bridges": { "lan": {} } }""", "connected to bridge 'lan' twice")]
    [InlineData("""{ "Name": "n", "Nodes": { "web": { "Bridge": "lan", "IPAddress": "10.2.0.5/24" } }, "Bridges": { "lan": { "IPAddress": "10.1.0.1/24" } } }""", "10.2.0.5 is outside the subnet 10.1.0.0/24")]
    [InlineData("""{ "Name": "n", "Nodes": { "web": { "Bridge": "lan", "IPAddress": "10.1.0.5/16" } }, "Bridges": { "lan": { "IPAddress": "10.1.0.1/24" } } }""", "its prefix length must be 24")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": { "Bridge": "lan", "IPAddress": "10.1.0.5" }, "b": { "Bridge": "lan", "IPAddress": "10.1.0.5" } }, "Bridges": { "lan": { "IPAddress": "10.1.0.1/24" } } }""", "10.1.0.5 is given to both node 'a' and node 'b'")]
    [InlineData("""{ "Name": "n", "Bridges": { "a": { "IPAddress": "10.1.0.1/16" }, "b": { "IPAddress": "10.1.2.1/24" } } }""", "the subnet 10.1.2.0/24 overlaps 10.1.0.0/16 of Bridges.a.IPAddress")]
    [InlineData("""{ "Name": "n", "Bridges": { "lan": {}, "lan": {} } }""", "there are two bridges 'lan'")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": {} }, "Links": [ { "Ends": ["a:eth0", "b:eth0"] } ] }""", "there is no node 'b'")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": {}, "b": {} }, "Links": { "Ends": ["a:eth0"] } }""", "a link has two Ends")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": {}, "b": {}, "c": {} }, "Links": [ { "Ends": ["a:x", "b:x"] }, { "Ends": ["a:x", "c:x"] } ] }""", "node 'a' has two links 'x'")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": {}, "b": {} }, "Links": { "Ends": ["a:x", "b:x"], "Subnet": "10.0.0.0/32" } }""", "no room for two addresses")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": {}, "b": {} }, "Links": { "Ends": ["a:x", "b:x"], "Subnet": "fd00::/64", "Mtu": 1000 } }""", "too small for IPv6")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": {}, "b": {} }, "Links": { "Ends": ["a:x", "b:x"], "Subnet": "10.0.0.0/30", "DefaultRoute": "c" } }""", "neither end of this link")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": { "Bridge": "l", "Publish": "80:80" }, "b": { "Bridge": "l", "Publish": "80:81" } }, "Bridges": { "l": { "IPAddress": "10.0.0.1/24" } } }""", "port 80 is published twice")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": { "Publish": "80:80" } } }""", "connected to no bridge")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": { "Routes": "10.0.0.0/8 via 10.9.9.9" } } }""", "in none of the networks of node 'a'")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": { "Routes": "10.0.0.0/8 by 10.9.9.9" } } }""", "'by' is not a word of a route")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": { "Process": { "Ready": "tcp/80" } } } }""", "a process needs a Command")]
    [InlineData("""{ "Name": "n", "Nodes": { "a": { "Process": { "Command": "x", "Ready": "icmp" } } } }""", "not a port to wait for")]
    [InlineData("""{ "Name": "n", "Sealed": false, "Uplink": true }""", "only a sealed lab has an uplink")]
    [InlineData("""{ "Name": "n", "Nodes": { "host": {} } }""", "choose another name or Prefix")]
    [InlineData("""{ "Name": "n", "Bridges": { "lan": { "IPAddress": "10.0.0.1/30" } }, "Nodes": { "a": { "Bridge": "lan" }, "b": { "Bridge": "lan" } } }""", "no address left for node 'b'")]
    [InlineData("""{ "Name": "n", "Nodes": [ 1""", "it is not valid JSON")]
    public void A_mistake_is_told(string json, string message)
    {
        NetNsException e = Assert.Throws<NetNsException>(() => Read(json));

        Assert.Equal(NetNsError.LabInvalid, e.Error);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_together_each_with_its_place()
    {
        NetNsException e = Assert.Throws<NetNsException>(() => LabReader.Read(LabJson.Read("""
            {
                "Name": "n",
                "Nodes": {
                    "web": { "Brigde": "lan" },
                    "db": { "IPAddress": "10.0.0.300/24" }
                }
            }
            """, "/labs/shop.json")!));

        Assert.Contains("shop.json:4: Nodes.web.Brigde:", e.Message, StringComparison.Ordinal);
        Assert.Contains("shop.json:5: Nodes.db.IPAddress:", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b", new[] { "a", "b" })]
    [InlineData("sh -c 'a  b' \"c\\\"d\" e\\ f ''", new[] { "sh", "-c", "a  b", "c\"d", "e f", "" })]
    public void A_command_is_split_as_a_shell_does(string line, string[] words) => Assert.Equal(words, CommandWords.Split(line));

    [Theory]
    [InlineData("Brigde", "Bridge")]
    [InlineData("publsh", "Publish")]
    [InlineData("xyz", null)]
    public void The_nearest_word_is_found(string word, string? nearest) => Assert.Equal(nearest, NearestWord.Of(word, ["Bridge", "Publish", "IPAddress"]));

    private static LabDefinition Read(string json) => LabReader.Read(LabJson.Read(json, null)!);

    private static LabNode Node(LabDefinition lab, string name) => lab.Nodes.Single(n => n.Name == name);

    private static IEnumerable<string> Addresses(IEnumerable<InterfaceAddress> addresses) => addresses.Select(a => a.ToString());
}
