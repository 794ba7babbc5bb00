using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Tests.Kernel;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

public sealed class NfClientKernelTests : KernelTest
{
    private const string Table = "NetNs";
    private const string Map = "publish4";

    [KernelFact]
    public void A_batch_makes_table_chain_map_element_and_rule_at_once()
    {
        using NfClient client = Open();
        var batch = NewTable();
        batch.AddChain(new ChainMessage { Family = NfFamily.Inet, Table = Table, Name = "publish" });
        batch.AddElements(Elements(Element(8080, "netns:web/1")));
        batch.AddRule(new RuleBuilder().Family(NfFamily.IPv4).Count().In(Table, "publish", "a rule"));

        client.Commit(batch);

        Assert.Equal("the table", client.FindTable(NfFamily.Inet, Table)!.Comment);
        Assert.Equal("publish", client.DumpChains(NfFamily.Inet).Single().Name);
        Assert.Equal("any address", client.FindSet(NfFamily.Inet, Table, Map)!.Comment);
        Assert.Equal("netns:web/1", client.DumpElements(NfFamily.Inet, Table, Map).Single().Comment);
        Assert.Equal("a rule", client.DumpRules(NfFamily.Inet, Table, "publish").Single().Comment);
        Assert.Single(client.DumpSets(NfFamily.Inet, Table));
        Assert.Single(client.DumpTables());
    }

    [KernelFact]
    public void What_is_not_there_is_null_or_an_empty_list()
    {
        using NfClient client = Open();

        Assert.Null(client.FindTable(NfFamily.Inet, Table));
        Assert.Null(client.FindChain(NfFamily.Inet, Table, "publish"));
        Assert.Null(client.FindSet(NfFamily.Inet, Table, Map));
        Assert.Null(client.FindElement(NfFamily.Inet, Table, Map, Element(1)));
        Assert.Empty(client.DumpElements(NfFamily.Inet, Table, Map));
        Assert.Empty(client.DumpRules(NfFamily.Inet, Table, "publish"));
        Assert.Empty(client.DumpSets(NfFamily.Inet, Table));
        Assert.Empty(client.DumpChains());
        Assert.Empty(client.DumpTables());
    }

    [KernelFact]
    public void One_element_is_found_by_its_key()
    {
        using NfClient client = Open();
        var batch = NewTable();
        batch.AddElements(Elements([.. Enumerable.Range(1, 50).Select(p => Element((ushort)p, $"port {p}"))]));
        client.Commit(batch);

        SetElement? found = client.FindElement(NfFamily.Inet, Table, Map, Element(17));

        Assert.Equal("port 17", found!.Comment);
        Assert.Equal(new CounterExpression(0, 0), found.Counter);
        Assert.Equal(Element(17).Value, found.Value);
        Assert.Null(client.FindElement(NfFamily.Inet, Table, Map, Element(51)));
    }

    [KernelFact]
    public void Every_batch_makes_another_generation()
    {
        using NfClient client = Open();
        uint before = client.GetGeneration();

        client.Commit(NewTable());

        Assert.Equal(before + 1, client.GetGeneration());
    }

    [KernelFact]
    public void A_taken_key_is_refused_and_the_failure_names_it_among_many()
    {
        using NfClient client = Open();
        var first = NewTable();
        first.AddElements(Elements(Element(777, "mine")));
        client.Commit(first);
        var second = new NfBatch();
        second.AddChain(new ChainMessage { Family = NfFamily.Inet, Table = Table, Name = "publish" });
        int index = second.AddElements(Elements([.. Enumerable.Range(1, 2000).Select(p => Element((ushort)p, "theirs"))]));

        NetlinkException e = Assert.Throws<NetlinkException>(() => client.Commit(second));

        Assert.Equal(Errno.EEXIST, e.Errno);
        Assert.InRange(e.MessageIndex, index, second.Count - 1);
        Assert.Equal(Element(777).Key, second.ElementOf(e)!.Key);
        Assert.Equal("add to publish4 in table NetNs", e.Request);
    }

    [KernelFact]
    public void Nothing_of_a_refused_batch_is_applied()
    {
        using NfClient client = Open();
        var batch = NewTable();
        batch.AddElements(Elements(Element(1), Element(2)));
        batch.DeleteElements(Elements(Element(3)));

        NetlinkException e = Assert.Throws<NetlinkException>(() => client.Commit(batch));

        Assert.Equal(Errno.ENOENT, e.Errno);
        Assert.Equal(3, e.MessageIndex);
        Assert.Null(client.FindTable(NfFamily.Inet, Table));
    }

    [KernelFact]
    public void The_same_element_once_more_is_no_error_unless_it_must_be_new()
    {
        using NfClient client = Open();
        var first = NewTable();
        first.AddElements(Elements(Element(1)));
        client.Commit(first);

        var same = new NfBatch();
        same.AddElements(Elements(Element(1)), exclusive: false);
        client.Commit(same);
        var again = new NfBatch();
        again.AddElements(Elements(Element(1)));

        Assert.Equal(Errno.EEXIST, Assert.Throws<NetlinkException>(() => client.Commit(again)).Errno);
        Assert.Single(client.DumpElements(NfFamily.Inet, Table, Map));
    }

    [KernelFact]
    public void A_batch_for_an_old_generation_is_refused_as_a_whole()
    {
        using NfClient client = Open();
        uint old = client.GetGeneration();
        client.Commit(NewTable());
        var late = new NfBatch(old);
        late.DeleteTable(NfFamily.Inet, Table);

        NetlinkException e = Assert.Throws<NetlinkException>(() => client.Commit(late));

        Assert.Equal((Errno.ERESTART, -1), (e.Errno, e.MessageIndex));
        Assert.NotNull(client.FindTable(NfFamily.Inet, Table));
    }

    [KernelFact]
    public void A_guarded_batch_is_built_anew_where_somebody_was_faster()
    {
        NamespaceFixture world = NewNamespace();
        using NfClient client = world.Run(NfClient.Open);
        using NfClient other = world.Run(NfClient.Open);
        client.Commit(NewTable());
        int builds = 0;

        bool applied = client.CommitGuarded(generation =>
        {
            bool isTaken = client.FindElement(NfFamily.Inet, Table, Map, Element(80)) is not null;
            if (++builds == 1)
            {
                var faster = new NfBatch();
                faster.AddElements(Elements(Element(80)));
                other.Commit(faster);
            }

            var batch = new NfBatch(generation);
            batch.AddElements(Elements(Element(isTaken ? (ushort)81 : (ushort)80)));
            return batch;
        });

        Assert.True(applied);
        Assert.Equal(2, builds);
        Assert.NotNull(client.FindElement(NfFamily.Inet, Table, Map, Element(81)));
    }

    [KernelFact]
    public void Ten_thousand_elements_go_in_and_out_in_one_batch_each()
    {
        using NfClient client = Open();
        SetElement[] elements = [.. Enumerable.Range(1, 10_000).Select(p => Element((ushort)p, $"netns:web/{p}"))];
        var batch = NewTable();
        batch.AddElements(Elements(elements));

        client.Commit(batch);

        List<SetElement> there = client.DumpElements(NfFamily.Inet, Table, Map);
        Assert.Equal(10_000, there.Count);
        Assert.Equal(elements.Select(e => e.Comment!).Order(), there.Select(e => e.Comment!).Order());
        var removal = new NfBatch();
        removal.DeleteElements(Elements(elements));
        client.Commit(removal);
        Assert.Empty(client.DumpElements(NfFamily.Inet, Table, Map));
    }

    [KernelFact]
    public void More_refusals_than_the_socket_holds_are_a_refusal_and_the_client_works_on()
    {
        NamespaceFixture world = NewNamespace();
        NetlinkSocket socket = world.Run(() => NetlinkSocket.Open(NetlinkFamily.Netfilter));
        socket.GrowReceiveBuffer(4096);
        var counter = new OverrunCounter(socket);
        // Without the socket the client cannot make room.
        using var client = new NfClient(new NetlinkConnection(counter, NetlinkFamily.Netfilter));
        client.Commit(NewTable());
        var batch = new NfBatch();
        for (ushort port = 1; port <= 500; port++)
            batch.DeleteElements(Elements(Element(port)));

        NetlinkException e = Assert.Throws<NetlinkException>(() => client.Commit(batch));

        Assert.Equal(Errno.ENOENT, e.Errno);
        Assert.Equal(0, e.MessageIndex);
        Assert.Equal(1, counter.Overruns);
        Assert.NotNull(client.FindTable(NfFamily.Inet, Table));
        var good = new NfBatch();
        good.AddElements(Elements(Element(1)));
        client.Commit(good);
        Assert.Single(client.DumpElements(NfFamily.Inet, Table, Map));
    }

    [KernelFact]
    public void Plain_intervals_come_back_as_they_went()
    {
        using NfClient client = Open();
        var batch = new NfBatch();
        batch.AddTable(new TableMessage { Family = NfFamily.Inet, Name = Table });
        batch.AddSet(SetMessage.Named(Table, "masquerade4", new KeyLayout(KeyField.IPv4Address), intervals: true, counted: true));
        string[] prefixes = ["0.0.0.0/8", "10.88.0.0/16", "10.89.0.0/16", "240.0.0.0/4"];
        batch.AddElements(new SetElementMessage { Family = NfFamily.Inet, Table = Table, Set = "masquerade4", Elements = IntervalSet.Split(prefixes.Select(Interval)) });

        client.Commit(batch);

        Assert.Equal(prefixes, IntervalSet.Join(client.DumpElements(NfFamily.Inet, Table, "masquerade4")).Select(Prefix));
        var removal = new NfBatch();
        removal.DeleteElements(new SetElementMessage { Family = NfFamily.Inet, Table = Table, Set = "masquerade4", Elements = IntervalSet.Split(Interval(prefixes[1])) });
        client.Commit(removal);
        Assert.Equal([prefixes[0], prefixes[2], prefixes[3]], IntervalSet.Join(client.DumpElements(NfFamily.Inet, Table, "masquerade4")).Select(Prefix));
    }

    [KernelTheory]
    [InlineData("10.88.0.0/16", "10.88.1.0/24")]
    [InlineData("10.88.1.0/24", "10.88.0.0/16")]
    [InlineData("10.88.0.0/16", "10.88.0.0/24")]
    public void Plain_intervals_do_not_overlap(string first, string second)
    {
        using NfClient client = Open();
        var batch = new NfBatch();
        batch.AddTable(new TableMessage { Family = NfFamily.Inet, Name = Table });
        batch.AddSet(SetMessage.Named(Table, "masquerade4", new KeyLayout(KeyField.IPv4Address), intervals: true));
        batch.AddElements(new SetElementMessage { Family = NfFamily.Inet, Table = Table, Set = "masquerade4", Elements = IntervalSet.Split(Interval(first)) });
        client.Commit(batch);
        var overlap = new NfBatch();
        overlap.AddElements(new SetElementMessage { Family = NfFamily.Inet, Table = Table, Set = "masquerade4", Elements = IntervalSet.Split(Interval(second)) });

        NetlinkException e = Assert.Throws<NetlinkException>(() => client.Commit(overlap));

        Assert.Equal(Errno.EEXIST, e.Errno);
    }

    [KernelFact]
    public void Two_that_publish_at_once_lose_nothing_of_each_other()
    {
        const int Each = 200;
        NamespaceFixture world = NewNamespace();
        using NfClient left = world.Run(NfClient.Open);
        using NfClient right = world.Run(NfClient.Open);
        left.Commit(NewTable());
        using var start = new Barrier(2);
        var thread = new Thread(() => Publish(right, Each + 1, Each, start));

        thread.Start();
        Publish(left, 1, Each, start);
        thread.Join();

        Assert.Equal(2 * Each, left.DumpElements(NfFamily.Inet, Table, Map).Count);
    }

    [KernelFact]
    public void A_list_misses_nothing_that_stays_while_others_remove_what_is_theirs()
    {
        const int Staying = 1000, Going = 5000;
        NamespaceFixture world = NewNamespace();
        using NfClient reader = world.Run(NfClient.Open);
        using NfClient remover = world.Run(NfClient.Open);
        NfBatch batch = NewTable();
        batch.AddElements(Elements([.. Enumerable.Range(1, Staying + Going).Select(p => Element((ushort)p))]));
        reader.Commit(batch);
        bool warned = false;
        reader.Connection.OnPartialData = _ => warned = true;
        var thread = new Thread(() =>
        {
            for (int port = Staying + 1; port <= Staying + Going; port++)
            {
                var one = new NfBatch();
                one.DeleteElements(Elements(new SetElement { Key = Element((ushort)port).Key }));
                remover.Commit(one);
            }
        });

        thread.Start();
        var missed = new List<int>();
        for (bool isLast = false; !isLast;)
        {
            isLast = !thread.IsAlive;
            warned = false;
            HashSet<string> there = [.. reader.DumpElements(NfFamily.Inet, Table, Map).Select(e => Convert.ToHexString(e.Key))];
            missed.AddRange(Enumerable.Range(1, Staying).Where(p => !warned && !there.Contains(Convert.ToHexString(Element((ushort)p).Key))));
        }

        thread.Join();
        Assert.Empty(missed);
    }

    // Each port in a transaction of its own that must find the ruleset as it read it.
    private static void Publish(NfClient client, int first, int count, Barrier start)
    {
        start.SignalAndWait();
        for (int port = first; port < first + count; port++)
        {
            client.CommitGuarded(generation =>
            {
                var batch = new NfBatch(generation);
                batch.AddElements(Elements(Element((ushort)port)));
                return batch;
            });
        }
    }

    // The kernel counts the offsets within an element in one byte; this is the largest element that we make.
    [KernelFact]
    public void The_longest_comment_is_kept_beside_the_longest_key_and_a_counter()
    {
        using NfClient client = Open();
        string comment = new('x', UserData.MaxCommentBytes);
        ConcatKey Key(IPAddress end) => new ConcatKey().Address(end).Address(end).Protocol(6).Port(80);
        var element = new SetElement
        {
            Key = Key(IPAddress.IPv6Any).ToArray(),
            KeyEnd = Key(IPAddress.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).ToArray(),
            Value = new ConcatKey().Address(IPAddress.IPv6Loopback).Port(80).ToArray(),
            UserData = UserData.OfComment(comment),
        };
        var batch = NewTable();
        batch.AddSet(SetMessage.Named(
            Table,
            "publish6_from",
            new KeyLayout(KeyField.IPv6Address, KeyField.IPv6Address, KeyField.Protocol, KeyField.Port),
            new KeyLayout(KeyField.IPv6Address, KeyField.Port),
            intervals: true,
            counted: true));
        batch.AddElements(new SetElementMessage { Family = NfFamily.Inet, Table = Table, Set = "publish6_from", Elements = [element] });

        client.Commit(batch);

        SetElement found = client.DumpElements(NfFamily.Inet, Table, "publish6_from").Single();
        Assert.Equal(comment, found.Comment);
        Assert.NotNull(found.Counter);
    }

    private NfClient Open() => NewNamespace().Run(NfClient.Open);

    private static NfBatch NewTable()
    {
        var batch = new NfBatch();
        batch.AddTable(new TableMessage { Family = NfFamily.Inet, Name = Table, UserData = UserData.OfComment("the table") });
        batch.AddSet(SetMessage.Named(
            Table, Map, new KeyLayout(KeyField.Protocol, KeyField.Port), new KeyLayout(KeyField.IPv4Address, KeyField.Port), counted: true, comment: "any address"));
        return batch;
    }

    private static SetElement Element(ushort port, string? comment = null) => new()
    {
        Key = new ConcatKey().Protocol(6).Port(port).ToArray(),
        Value = new ConcatKey().Address(IPAddress.Parse("10.88.0.2")).Port(80).ToArray(),
        UserData = UserData.OfComment(comment),
    };

    private static SetElementMessage Elements(params SetElement[] elements) => new() { Family = NfFamily.Inet, Table = Table, Set = Map, Elements = elements };

    private static SetElement Interval(string prefix)
    {
        AddressInterval interval = AddressInterval.Of(IPNetwork.Parse(prefix));
        return new SetElement { Key = interval.First, KeyEnd = interval.Last };
    }

    private static string Prefix(SetElement interval) => new AddressInterval(interval.Key, interval.KeyEnd!).ToPrefix().ToString()!;
}
