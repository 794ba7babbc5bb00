using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Netlink;

/// <summary>What a parser takes apart, the writer puts together again.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string> Names => [.. Fixture.Names()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_captured_message_written_anew_reads_the_same(string fixture)
    {
        byte[] message = Fixture.Load(fixture);
        (object value, Action<NetlinkWriter>? write) = Parse(fixture, message);
        if (write is null)
            return;

        byte[] first = Written(write);
        (_, Action<NetlinkWriter>? again) = MessageParsers.For(fixture)(MessageHeader.Read(message), first);

        Assert.NotNull(value);
        ByteAssert.Equal(first, Written(again!));
    }

    private static (object Value, Action<NetlinkWriter>? Write) Parse(string fixture, byte[] message)
        => MessageParsers.For(fixture)(MessageHeader.Read(message), message.AsSpan(MessageHeader.Size));

    private static byte[] Written(Action<NetlinkWriter> write)
    {
        var writer = new NetlinkWriter();
        write(writer);
        return writer.Written.ToArray();
    }
}
