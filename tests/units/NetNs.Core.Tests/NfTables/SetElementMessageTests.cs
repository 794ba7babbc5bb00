using System.Net;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

public sealed class SetElementMessageTests
{
    private static readonly byte[] Tcp8080 = new ConcatKey().Protocol(6).Port(8080).ToArray();
    private static readonly byte[] Target = new ConcatKey().Address(IPAddress.Parse("10.88.0.2")).Port(80).ToArray();

    private static readonly SetElement Published = new() { Key = Tcp8080, Value = Target, UserData = UserData.OfComment("netns:web/1") };

    private static readonly SetElement From = new()
    {
        Key = new ConcatKey().Address(IPAddress.Parse("10.0.0.0")).Address(IPAddress.Any).Protocol(6).Port(1234).ToArray(),
        KeyEnd = new ConcatKey().Address(IPAddress.Parse("10.0.255.255")).Address(IPAddress.Broadcast).Protocol(6).Port(1234).ToArray(),
        Value = Target,
        UserData = UserData.OfComment("netns:web/1"),
    };

    private static readonly SetElement Jump = new() { Key = [0, 80], Verdict = new Verdict(VerdictCode.Jump, "web") };

    public static TheoryData<string> Requests => ["nftables-request-elements", "nftables-request-elements-concatenated-intervals", "nftables-request-elements-verdict", "nftables-request-elements-delete"];

    [Theory]
    [MemberData(nameof(Requests))]
    public void An_element_is_written_as_nft_writes_it(string fixture) => NfAssert.Writes(fixture, w => Of(fixture).Write(w));

    [Theory]
    [MemberData(nameof(Requests))]
    public void An_element_is_read_as_nft_writes_it(string fixture) => NfAssert.Parses(fixture, Of(fixture));

    [Fact]
    public void Plain_intervals_are_split_as_nft_splits_them()
    {
        SetElementMessage captured = SetElementMessage.Parse(Fixture.Payload("nftables-request-elements-intervals"));

        List<SetElement> ours = IntervalSet.Split(Prefix("10.88.0.0/16", "br0"), Prefix("240.0.0.0/4"));

        // nft begins with an end at 0, which nothing needs.
        Assert.Equal(ValueText.Of(captured.Elements.Skip(1)), ValueText.Of(ours));
    }

    [Fact]
    public void The_kernel_tells_of_an_element_what_it_counted() => NfAssert.Parses("nftables-reply-elements", new SetElementMessage
    {
        Family = NfFamily.Inet,
        Table = "NetNs",
        Set = "publish4",
        Generation = 2,
        Elements = [Published with { Expressions = [new CounterExpression(0, 0)] }],
    });

    [Fact]
    public void A_dump_of_plain_intervals_is_joined_again()
    {
        SetElementMessage captured = SetElementMessage.Parse(Fixture.Payload("nftables-reply-elements-intervals"));

        List<SetElement> joined = IntervalSet.Join(captured.Elements);

        Assert.Equal(
            ["10.88.0.0/16", "10.89.0.0/16", "240.0.0.0/4"],
            joined.Select(e => new AddressInterval(e.Key, e.KeyEnd!).ToPrefix().ToString()));
        Assert.Equal(["br0", null, null], joined.Select(e => e.Comment));
        Assert.All(joined, e => Assert.Equal(new CounterExpression(0, 0), e.Counter));
    }

    [Fact]
    public void The_kernel_tells_both_ends_of_concatenated_intervals()
    {
        SetElement element = SetElementMessage.Parse(Fixture.Payload("nftables-reply-elements-concatenated-intervals")).Elements.Single();

        var first = new ConcatKeyReader(element.Key);
        var last = new ConcatKeyReader(element.KeyEnd!);
        Assert.Equal(("10.90.0.0", "10.90.255.255"), (first.IPv4Address().ToString(), last.IPv4Address().ToString()));
        Assert.Equal(("eth0", "eth0"), (first.LinkName(), last.LinkName()));
    }

    [Fact]
    public void The_kernel_tells_the_verdicts_of_a_verdict_map()
        => Assert.Equal(new Verdict(VerdictCode.Jump, "web"), SetElementMessage.Parse(Fixture.Payload("nftables-reply-elements-verdict")).Elements.Single().Verdict);

    [Fact]
    public void Elements_that_do_not_fit_one_attribute_are_left_for_the_next_message()
    {
        var all = new SetElementMessage
        {
            Family = NfFamily.Inet,
            Table = "NetNs",
            Set = "publish4",
            Elements = [.. Enumerable.Range(1, 2000).Select(port => Published with { Key = new ConcatKey().Protocol(6).Port((ushort)port).ToArray() })],
        };
        var writer = new NetlinkWriter();
        int next = 0;
        while (next < all.Elements.Count)
        {
            using (writer.Message(NfMessageType.Of(NfMessageType.NewSetElement), MessageFlags.Create))
                next = all.Write(writer, next);
        }

        List<int> ports = [];
        var reader = new MessageReader(writer.Written);
        while (reader.MoveNext())
        {
            Assert.InRange(reader.Payload.Length, 0, ushort.MaxValue);
            ports.AddRange(SetElementMessage.Parse(reader.Payload).Elements.Select(e => (int)PortOf(e)));
        }

        Assert.Equal(Enumerable.Range(1, 2000), ports);
        Assert.InRange(writer.MessageCount, 2, 4);
    }

    private static ushort PortOf(SetElement element)
    {
        var key = new ConcatKeyReader(element.Key);
        key.Protocol();
        return key.Port();
    }

    private static SetElement Prefix(string prefix, string? comment = null)
    {
        AddressInterval interval = AddressInterval.Of(IPNetwork.Parse(prefix));
        return new SetElement { Key = interval.First, KeyEnd = interval.Last, UserData = UserData.OfComment(comment) };
    }

    private static SetElementMessage Of(string fixture) => fixture switch
    {
        "nftables-request-elements" => new() { Family = NfFamily.Inet, Table = "NetNs", Set = "publish4", SetId = 1, Elements = [Published] },
        "nftables-request-elements-concatenated-intervals" => new() { Family = NfFamily.Inet, Table = "NetNs", Set = "publish4_from", SetId = 1, Elements = [From] },
        "nftables-request-elements-verdict" => new() { Family = NfFamily.Inet, Table = "NetNs", Set = "verdicts", SetId = 1, Elements = [Jump] },
        _ => new() { Family = NfFamily.Inet, Table = "NetNs", Set = "publish4", Elements = [new SetElement { Key = Tcp8080 }] },
    };
}
