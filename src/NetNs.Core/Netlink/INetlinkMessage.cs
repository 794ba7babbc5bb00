namespace NetNs.Netlink;

/// <summary>A message type that the kernel sends.</summary>
internal interface INetlinkMessage<TSelf>
    where TSelf : INetlinkMessage<TSelf>
{
    /// <summary>The type of the message that carries one of these: RTM_NEWLINK.</summary>
    static abstract ushort ReplyType { get; }

    /// <summary>Reads everything behind the message header. Unknown attributes are skipped or kept, never an error.</summary>
    /// <exception cref="NetlinkFormatException">The bytes are no such message.</exception>
    static abstract TSelf Parse(ReadOnlySpan<byte> payload);
}
