namespace NetNs.Netlink;

/// <summary>Walks the messages of one datagram. A length that is too short or too long throws.</summary>
internal ref struct MessageReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>The header of the message that the last <see cref="MoveNext"/> found.</summary>
    internal MessageHeader Header { get; private set; }

    /// <summary>Everything behind its header.</summary>
    internal ReadOnlySpan<byte> Payload { get; private set; }

    internal bool MoveNext()
    {
        if (_rest.Length < MessageHeader.Size)
        {
            return _rest.Length == 0
                ? false
                : throw new NetlinkFormatException($"{_rest.Length} bytes are left; a message header has {MessageHeader.Size}.");
        }

        Header = MessageHeader.Read(_rest);
        if (Header.Length < MessageHeader.Size || Header.Length > _rest.Length)
            throw new NetlinkFormatException($"A message claims {Header.Length} bytes where {_rest.Length} are left.");

        int length = (int)Header.Length;
        Payload = _rest[MessageHeader.Size..length];
        int step = NetlinkConstants.Align(length);
        _rest = step >= _rest.Length ? default : _rest[step..];
        return true;
    }
}
