using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

/// <summary>Both directions of a captured message.</summary>
internal static class MessageAssert
{
    /// <summary>Bytes to value.</summary>
    internal static void Parses<T>(string fixture, T expected)
        where T : INetlinkMessage<T>
        => Assert.Equal(ValueText.Of(expected), ValueText.Of(T.Parse(Fixture.Payload(fixture))));

    /// <summary>Value to bytes: the same as the tool's, but for what <see cref="CanonicalMessage"/> evens out.</summary>
    internal static void Writes(string fixture, Action<NetlinkWriter> write)
    {
        byte[] captured = Fixture.Load(fixture);
        MessageHeader header = MessageHeader.Read(captured);
        var writer = new NetlinkWriter();
        using (writer.Message(header.Type, header.Flags))
            write(writer);
        ByteAssert.Equal(CanonicalMessage.Of(captured), CanonicalMessage.Of(writer.Written));
    }
}
