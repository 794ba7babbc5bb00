using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Netlink;

public sealed class NetlinkConnectionExecuteTests : IDisposable
{
    private readonly FakeTransport _fake = new();
    private readonly NetlinkConnection _connection;

    public NetlinkConnectionExecuteTests()
    {
        _connection = new NetlinkConnection(_fake);
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Messages_are_numbered_on_and_only_the_last_asks_for_an_acknowledgement()
    {
        _fake.Next(k => k.Ack()).Next(k => k.Ack());

        _connection.Execute(FakeMessage.Request(), "do one thing");
        _connection.Execute(FakeMessage.Request(3), "do three things");

        Assert.Equal([1u], _fake.SentHeaders(0).Select(h => h.Sequence));
        Assert.Equal([2u, 3u, 4u], _fake.SentHeaders(1).Select(h => h.Sequence));
        Assert.Equal(
            [MessageFlags.Request, MessageFlags.Request, MessageFlags.Request | MessageFlags.Ack],
            _fake.SentHeaders(1).Select(h => h.Flags));
    }

    [Fact]
    public void A_refusal_carries_errno_the_kernels_sentence_the_offset_and_what_was_asked()
    {
        _fake.Next(k => k.Error(Errno.ERANGE, "Attribute failed policy validation", 32));

        NetlinkException e = Assert.Throws<NetlinkException>(() => _connection.Execute(FakeMessage.Request(), "create link abc"));

        Assert.Equal(Errno.ERANGE, e.Errno);
        Assert.Equal("Attribute failed policy validation", e.KernelMessage);
        Assert.Equal(32u, e.AttributeOffset);
        Assert.Equal("create link abc", e.Request);
        Assert.StartsWith("Cannot create link abc: Attribute failed policy validation (", e.Message, StringComparison.Ordinal);
        Assert.Contains("errno 34", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_without_a_sentence_is_told_in_the_words_of_libc()
    {
        _fake.Next(k => k.Error(Errno.EEXIST));

        NetlinkException e = Assert.Throws<NetlinkException>(() => _connection.Execute(FakeMessage.Request(), "create link abc"));

        Assert.Null(e.KernelMessage);
        Assert.Null(e.AttributeOffset);
        Assert.Equal("Cannot create link abc: File exists (errno 17).", e.Message);
    }

    [Fact]
    public void An_error_in_the_middle_of_a_batch_is_thrown_when_the_rest_is_answered()
    {
        _fake.Next(k => k.Error(Errno.EBUSY, "busy", index: 1).Split().Ack()).Next(k => k.Ack());

        NetlinkException e = Assert.Throws<NetlinkException>(() => _connection.Execute(FakeMessage.Request(3), "do three things"));
        _connection.Execute(FakeMessage.Request(), "do one more thing");

        Assert.Equal(Errno.EBUSY, e.Errno);
        Assert.Equal(1, e.MessageIndex);
    }

    [Fact]
    public void All_errors_are_told_and_none_is_thrown_where_the_caller_wants_them()
    {
        _fake.Next(k => k.Error(Errno.ENODEV, index: 0).Split().Error(Errno.EPERM, "no", index: 2));
        var failures = new List<NetlinkException>();

        _connection.Execute(FakeMessage.Request(3), "do three things", failures: failures);

        Assert.Equal([(Errno.ENODEV, 0), (Errno.EPERM, 2)], failures.Select(f => (f.Errno, f.MessageIndex)));
        Assert.Equal("no", failures[1].Reason);
    }

    [Fact]
    public void Of_several_errors_the_first_is_thrown()
    {
        _fake.Next(k => k.Error(Errno.ENODEV, index: 0).Error(Errno.EBUSY, index: 1).Split().Error(Errno.EPERM));

        NetlinkException e = Assert.Throws<NetlinkException>(() => _connection.Execute(FakeMessage.Request(3), "do three things"));

        Assert.Equal((Errno.ENODEV, 0), (e.Errno, e.MessageIndex));
    }

    [Fact]
    public void Answers_reach_the_handler_with_the_index_of_their_request()
    {
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(7), index: 1).Split()
            .Message(FakeMessage.Type, FakeMessage.Bytes(8), index: 2).Ack());
        var seen = new List<(int Index, uint Number)>();

        _connection.Execute(FakeMessage.Request(3), "ask", (int index, in MessageHeader _, ReadOnlySpan<byte> payload) => seen.Add((index, FakeMessage.Parse(payload).Number)));

        Assert.Equal([(1, 7u), (2, 8u)], seen);
    }

    [Fact]
    public void A_wrong_sequence_number_is_no_answer()
    {
        _fake.Next(k => k.Error(Errno.EPERM, sequenceShift: 5).Error(Errno.EPERM, sequenceShift: -1).Split().Ack());

        _connection.Execute(FakeMessage.Request(), "do one thing");

        Assert.Single(_fake.Sent);
    }

    [Fact]
    public void A_sender_other_than_the_kernel_is_not_believed()
    {
        _fake.Next(k => k.Error(Errno.EPERM).From(4711).Split().Ack());

        _connection.Execute(FakeMessage.Request(), "do one thing");

        Assert.Single(_fake.Sent);
    }

    [Fact]
    public void No_answer_in_time_is_an_error_that_says_what_was_asked()
    {
        _fake.Next(k => k.Timeout());

        NetlinkException e = Assert.Throws<NetlinkException>(() => _connection.Execute(FakeMessage.Request(), "create link abc"));

        Assert.Equal((Errno.ETIMEDOUT, "create link abc"), (e.Errno, e.Request));
    }

    [Fact]
    public void A_late_answer_to_a_request_that_timed_out_does_not_answer_the_next()
    {
        _fake.Next(k => k.Timeout()).Next(k => k.Error(Errno.EPERM, sequenceShift: -1).Split().Ack());

        Assert.Throws<NetlinkException>(() => _connection.Execute(FakeMessage.Request(), "do one thing"));
        _connection.Execute(FakeMessage.Request(), "do another thing");

        Assert.Equal([2u], _fake.SentHeaders(1).Select(h => h.Sequence));
    }

    [Fact]
    public void Lost_messages_are_an_error_and_no_endless_wait()
    {
        _fake.Next(k => k.Fail(Errno.ENOBUFS));

        NetlinkException e = Assert.Throws<NetlinkException>(() => _connection.Execute(FakeMessage.Request(), "do one thing"));

        Assert.Equal(Errno.ENOBUFS, e.Errno);
    }

    [Fact]
    public void A_datagram_cut_off_by_the_buffer_is_an_error_and_not_read()
    {
        _fake.Next(k => k.Ack().Truncated(1 << 20));

        NetlinkFormatException e = Assert.Throws<NetlinkFormatException>(() => _connection.Execute(FakeMessage.Request(), "do one thing"));

        Assert.Contains("1048576 bytes", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3, 4 })]
    [InlineData(new byte[] { 8, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 })]
    public void A_message_whose_length_lies_is_a_format_error(byte[] datagram)
    {
        _fake.Next(k => k.Raw(datagram));

        Assert.Throws<NetlinkFormatException>(() => _connection.Execute(FakeMessage.Request(), "do one thing"));
    }

    [Fact]
    public void A_batch_of_nothing_asks_nothing()
    {
        _connection.Execute(new NetlinkWriter(), "do nothing");

        Assert.Empty(_fake.Sent);
    }

    [Fact]
    public void A_get_returns_the_object_that_answers()
    {
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(42)).Split().Ack());

        Assert.Equal(42u, _connection.Get<FakeMessage>(FakeMessage.Request(), "read a number").Number);
    }

    [Fact]
    public void A_get_that_is_only_acknowledged_is_an_error()
    {
        _fake.Next(k => k.Message(FakeMessage.Type + 1, FakeMessage.Bytes(42)).Ack());

        NetlinkFormatException e = Assert.Throws<NetlinkFormatException>(() => _connection.Get<FakeMessage>(FakeMessage.Request(), "read a number"));

        Assert.Contains("read a number", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tracer_sees_what_is_sent_and_what_comes()
    {
        var tracer = new RecordingTracer();
        _connection.Tracer = tracer;
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1)).Split().Ack());

        _connection.Execute(FakeMessage.Request(), "do one thing");

        Assert.Equal(["sent 20", "received 20", "received 36"], tracer.Seen);
    }

    [Fact]
    public void Disposing_twice_closes_the_transport_once()
    {
        _connection.Dispose();
        _connection.Dispose();

        Assert.Equal(1, _fake.DisposeCount);
    }

    private sealed class RecordingTracer : IMessageTracer
    {
        internal List<string> Seen { get; } = [];

        public void Sent(NetlinkFamily family, ReadOnlySpan<byte> datagram) => Seen.Add($"sent {datagram.Length}");

        public void Received(NetlinkFamily family, ReadOnlySpan<byte> datagram) => Seen.Add($"received {datagram.Length}");
    }
}
