namespace NetNs.Netlink;

/// <summary>Takes one message that is neither an acknowledgement nor an end; <paramref name="requestIndex"/> counts the requests of the batch from 0.</summary>
internal delegate void ReplyHandler(int requestIndex, in MessageHeader header, ReadOnlySpan<byte> payload);
