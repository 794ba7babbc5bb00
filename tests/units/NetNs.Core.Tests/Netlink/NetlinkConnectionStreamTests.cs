using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Netlink;

public sealed class NetlinkConnectionStreamTests : IDisposable
{
    private const MessageFlags Interrupted = MessageFlags.Multi | MessageFlags.DumpInterrupted;

    private readonly FakeTransport _fake = new();
    private readonly NetlinkConnection _connection;
    private readonly List<string> _warnings = [];

    public NetlinkConnectionStreamTests()
    {
        _connection = new NetlinkConnection(_fake) { OnPartialData = _warnings.Add };
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_stream_gives_out_all_of_a_dump()
    {
        _fake.Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(1), FakeMessage.Bytes(2), FakeMessage.Bytes(3)));

        Assert.Equal([1u, 2u, 3u], Stream());
    }

    [Fact]
    public void The_first_object_comes_before_the_next_datagram_is_read()
    {
        // The script ends after the first datagram: reading on would fail.
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi));

        Assert.Equal(1u, Stream().First());
    }

    [Fact]
    public void Nothing_is_asked_before_the_first_object_is_wanted()
    {
        Stream();

        Assert.Empty(_fake.Sent);
    }

    [Fact]
    public void A_stream_that_was_left_early_is_read_to_its_end_before_the_next_request()
    {
        _fake
            .Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(1), FakeMessage.Bytes(2), FakeMessage.Bytes(3)))
            .Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(4)));

        Assert.Equal(1u, Stream().First());
        Assert.Equal([4u], Stream());
    }

    [Fact]
    public void A_request_in_the_middle_of_a_stream_is_a_mistake()
    {
        _fake.Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(1), FakeMessage.Bytes(2)));
        using IEnumerator<uint> stream = Stream().GetEnumerator();
        stream.MoveNext();

        Assert.Throws<InvalidOperationException>(() => _connection.Execute(FakeMessage.Request(), "do one thing"));
    }

    [Fact]
    public void An_interrupted_stream_goes_on_with_what_was_not_given_out_yet()
    {
        _fake
            .Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Message(FakeMessage.Type, FakeMessage.Bytes(2), MessageFlags.Multi)
                .Split().Message(FakeMessage.Type, FakeMessage.Bytes(9), Interrupted).Split().Done())
            .Next(k => k.Multipart(FakeMessage.Type, FakeMessage.Bytes(1), FakeMessage.Bytes(2), FakeMessage.Bytes(3)));

        Assert.Equal([1u, 2u, 3u], Stream());
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_stream_that_stays_interrupted_gives_out_each_object_once_and_warns()
    {
        for (uint i = 0; i <= NetlinkConnection.DumpAttempts; i++)
        {
            uint number = i;
            _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(5), MessageFlags.Multi).Split().Message(FakeMessage.Type, FakeMessage.Bytes(10 + number), Interrupted).Done());
        }

        Assert.Equal([5u, 14u], Stream());
        Assert.Contains("list numbers", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_whose_objects_are_removed_as_they_come_ends_without_a_warning()
    {
        var there = new List<uint>(Enumerable.Range(1, 12).Select(n => (uint)n));
        for (int i = 0; i < 13; i++)
        {
            _fake.Next(k =>
            {
                // Whoever removes an object changes the table under the rest of the dump.
                if (there.Count > 0)
                    k.Message(FakeMessage.Type, FakeMessage.Bytes(there[0]), MessageFlags.Multi).Split().Message(FakeMessage.Type, FakeMessage.Bytes(there[^1]), Interrupted);
                k.Done();
            });
        }

        var seen = new List<uint>();
        foreach (uint number in Stream())
        {
            seen.Add(number);
            there.Remove(number);
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(n => (uint)n), seen);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Objects_that_nobody_can_tell_apart_are_not_repeated_but_warned_about()
    {
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Split().Message(FakeMessage.Type, FakeMessage.Bytes(2), Interrupted).Done());

        Assert.Equal([1u, 2u], StreamWithoutIdentity());
        Assert.Single(_warnings);
    }

    [Fact]
    public void Objects_that_nobody_can_tell_apart_are_asked_for_again_before_the_first_was_given_out()
    {
        _fake
            .Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(9), Interrupted).Done())
            .Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Done());

        Assert.Equal([1u], StreamWithoutIdentity());
        Assert.Empty(_warnings);
    }

    [Fact]
    public void An_error_in_the_middle_comes_after_what_was_read_before_it()
    {
        _fake.Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Split().Done(Errno.EINVAL, "Invalid index"));
        var seen = new List<uint>();

        NetlinkException e = Assert.Throws<NetlinkException>(() =>
        {
            foreach (uint number in Stream())
                seen.Add(number);
        });

        Assert.Equal("Invalid index", e.KernelMessage);
        Assert.Equal([1u], seen);
    }

    [Fact]
    public void A_stream_that_broke_off_does_not_hold_up_the_next_request()
    {
        _fake
            .Next(k => k.Message(FakeMessage.Type, FakeMessage.Bytes(1), MessageFlags.Multi).Timeout())
            .Next(k => k.Ack());

        Assert.Equal(Errno.ETIMEDOUT, Assert.Throws<NetlinkException>(() => Stream().Count()).Errno);
        _connection.Execute(FakeMessage.Request(), "do one thing");
    }

    private IEnumerable<uint> Stream()
        => _connection.Stream<FakeMessage>(FakeMessage.Request(flags: MessageFlags.Dump), "list numbers", static m => m.Number).Select(m => m.Number);

    private IEnumerable<uint> StreamWithoutIdentity()
        => _connection.Stream<FakeMessage>(FakeMessage.Request(flags: MessageFlags.Dump), "list numbers").Select(m => m.Number);
}
