using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>
/// Follows what the kernel says of a batch. It checks every message and reports each that failed, but applies none unless
/// all are good; messages before the culprit may well be acknowledged. Only the last change is asked to be acknowledged,
/// so that a batch of any length is answered with a few words.
/// </summary>
internal sealed class BatchAcknowledgements(NfBatch batch, uint firstSequence)
{
    /// <summary>What was wrong first.</summary>
    internal NetlinkException? Failure { get; private set; }

    /// <summary>Nothing more is to come: the last change was answered, or the batch as a whole.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>The change that is asked to be acknowledged, counted like a message: the beginning of the batch is number 0.</summary>
    private uint Last => (uint)batch.Count;

    internal void Read(ReadOnlySpan<byte> datagram)
    {
        var reader = new MessageReader(datagram);
        while (reader.MoveNext())
        {
            MessageHeader header = reader.Header;
            uint message = header.Sequence - firstSequence;
            if (message > Last || header.Type != NetlinkConstants.NLMSG_ERROR)
                continue;

            ExtendedAck ack = ExtendedAck.Parse(in header, reader.Payload);
            if (ack.Errno != 0)
            {
                int step = (int)message - 1;
                Failure ??= new NetlinkException(ack.Errno, batch.StepAt(step), ack.Message, ack.Offset, step);
            }

            // The beginning is only answered where the batch failed as a whole: no right, no such kernel feature, a stale generation.
            IsComplete |= message == Last || message == 0;
        }
    }
}
