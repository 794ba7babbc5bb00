using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Netlink;

public sealed class NetlinkConnectionDumpTests : IDisposable
{
    private readonly FakeTransport _fake = new();
    private readonly NetlinkConnection _connection;

    public NetlinkConnectionDumpTests()
    {
        _connection = new NetlinkConnection(_fake);
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_dump_spread_over_several_receives_is_whole()
    {
        _fake.Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(1), FakeMessage.Bytes(2), FakeMessage.Bytes(3)));

        Assert.Equal([1u, 2u, 3u], Dump());
    }

    [Fact]
    public void The_end_may_stand_behind_objects_in_one_datagram()
    {
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Done());

        Assert.Equal([1u], Dump());
    }

    [Fact]
    public void A_dump_of_nothing_is_empty()
    {
        _fake.Next(k => k.Done());

        Assert.Empty(Dump());
    }

    [Fact]
    public void A_dump_leaves_nothing_unread_for_the_next_request()
    {
        _fake.Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(1), FakeMessage.Bytes(2))).Next(k => k.Ack());

        Dump();
        _connection.Execute(FakeMessage.Request(), "do one thing");

        Assert.Equal([2u], _fake.SentHeaders(1).Select(h => h.Sequence));
    }

    [Fact]
    public void Messages_of_another_type_or_another_request_are_skipped()
    {
        _fake.Next(k => k
            .Message(FakeMessage.Type + 1, FakeMessage.Bytes(9), MessageFlags.Multi)
            .Message(FakeMessage.Type, FakeMessage.Bytes(8), MessageFlags.Multi, sequenceShift: -1)
            .Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi)
            .Message(NetlinkConstants.NLMSG_NOOP, [])
            .Split().Done(sequenceShift: -1).Split().Done());

        Assert.Equal([1u], Dump());
    }

    [Fact]
    public void A_sender_other_than_the_kernel_adds_nothing()
    {
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(9), MessageFlags.Multi).Done().From(99).Split()
            .Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Done());

        Assert.Equal([1u], Dump());
    }

    [Fact]
    public void An_error_in_the_end_message_is_thrown_with_the_kernels_sentence()
    {
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Split().Done(Errno.EINVAL, "Invalid index"));

        NetlinkException e = Assert.Throws<NetlinkException>(() => Dump());

        Assert.Equal((Errno.EINVAL, "Invalid index", "list numbers"), (e.Errno, e.KernelMessage, e.Request));
    }

    [Fact]
    public void A_dump_refused_at_once_is_an_error()
    {
        _fake.Next(k => k.Error(Errno.EOPNOTSUPP));

        Assert.Equal(Errno.EOPNOTSUPP, Assert.Throws<NetlinkException>(() => Dump()).Errno);
    }

    [Fact]
    public void An_interrupted_dump_is_asked_for_again_and_given_once()
    {
        _fake
            .Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi)
                .Message(FakeMessage.Type, FakeMessage.Bytes(9), MessageFlags.Multi | MessageFlags.DumpInterrupted).Split().Done())
            .Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(1), FakeMessage.Bytes(2)));

        Assert.Equal([1u, 2u], Dump());
        Assert.Equal([1u, 2u], _fake.Sent.SelectMany((_, i) => _fake.SentHeaders(i)).Select(h => h.Sequence));
    }

    [Fact]
    public void An_interruption_told_only_by_the_end_message_counts()
    {
        _fake
            .Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(9), MessageFlags.Multi).Done(flags: MessageFlags.DumpInterrupted))
            .Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Done());

        Assert.Equal([1u], Dump());
    }

    [Fact]
    public void A_dump_that_stays_interrupted_is_given_out_with_a_warning()
    {
        for (int i = 0; i < NetlinkConnection.DumpAttempts; i++)
            _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(5), MessageFlags.Multi | MessageFlags.DumpInterrupted).Done());
        var warnings = new List<string>();
        _connection.OnPartialData = warnings.Add;

        Assert.Equal([5u], Dump());
        Assert.Contains("list numbers", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(NetlinkConnection.DumpAttempts, _fake.Sent.Count);
    }

    [Fact]
    public void A_dump_that_the_caller_finds_not_whole_is_asked_for_again()
    {
        _fake
            .Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(1), FakeMessage.Bytes(1)))
            .Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(1), FakeMessage.Bytes(2)));

        List<FakeMessage> items = _connection.Dump<FakeMessage>(
            FakeMessage.Request(flags: MessageFlags.Dump), "list numbers", found => found.Distinct().Count() == found.Count);

        Assert.Equal([1u, 2u], items.Select(m => m.Number));
    }

    [Fact]
    public void No_end_in_time_is_an_error()
    {
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Timeout());

        Assert.Equal(Errno.ETIMEDOUT, Assert.Throws<NetlinkException>(() => Dump()).Errno);
    }

    [Fact]
    public void An_object_that_is_malformed_is_a_format_error_and_the_connection_stays_usable()
    {
        _fake
            .Next(k => k.Message(FakeMessage.Type, [1, 2], MessageFlags.Multi).Split().Message(FakeMessage.Type, FakeMessage.Bytes(2), MessageFlags.Multi).Done())
            .Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(3), MessageFlags.Multi).Done());

        Assert.Throws<NetlinkFormatException>(() => Dump());

        // The rest of the first dump is still on its way; its sequence number keeps it out of the second.
        Assert.Equal([3u], Dump());
    }

    private IEnumerable<uint> Dump()
        => _connection.Dump<FakeMessage>(FakeMessage.Request(flags: MessageFlags.Dump), "list numbers").Select(m => m.Number);
}
