using System.Runtime.InteropServices;
using NetNs.Netlink;

namespace NetNs.Tests.Support;

/// <summary>A message type for tests of the connection: its payload is one number.</summary>
internal sealed record FakeMessage(uint Number) : INetlinkMessage<FakeMessage>
{
    internal const ushort Type = 40;

    public static ushort ReplyType => Type;

    public static FakeMessage Parse(ReadOnlySpan<byte> payload) => payload.Length == sizeof(uint)
        ? new FakeMessage(MemoryMarshal.Read<uint>(payload))
        : throw new NetlinkFormatException($"{payload.Length} bytes are no number.");

    internal static byte[] Bytes(uint number) => BitConverter.GetBytes(number);

    /// <summary>A request of as many messages as asked.</summary>
    internal static NetlinkWriter Request(int messages = 1, MessageFlags flags = MessageFlags.None)
    {
        var writer = new NetlinkWriter();
        for (int i = 0; i < messages; i++)
        {
            using (writer.Message((ushort)(100 + i), flags))
                writer.Reserve(4);
        }

        return writer;
    }
}
