using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.NfTables;

internal sealed partial class NfClient
{
    /// <summary>How often a guarded batch is built anew before the last refusal is thrown.</summary>
    internal const int GuardedAttempts = 100;

    // One refused message is answered with less than this, the socket's bookkeeping included.
    private const int BytesPerAnswer = 1024;
    private const int DefaultBuffer = 128 * 1024;

    private int _sendBuffer = DefaultBuffer;
    private int _receiveBuffer = DefaultBuffer;

    /// <summary>Applies a batch, all of it or nothing.</summary>
    /// <exception cref="NetlinkException">
    /// A change was refused, and so all of them: <see cref="NetlinkException.MessageIndex"/> is its number in the batch, or -1 where the batch
    /// was refused as a whole: ERESTART because the ruleset is of another generation by now, EPERM.
    /// </exception>
    internal void Commit(NfBatch batch)
    {
        if (batch.Count == 0)
            return;

        Connection.Gate?.BeforeCommit();
        NetlinkWriter messages = batch.End();
        int count = messages.MessageCount;
        uint first = Connection.ReserveSequence(count);
        // The end of a batch is not acknowledged by kernels before 6.10: ask it of the change before.
        for (int i = 0; i < count; i++)
            messages.Seal(i, first + (uint)i, i == count - 2 ? MessageFlags.Ack : MessageFlags.None);

        GrowBuffers(messages.Length, batch.Count);
        Send(messages);
        Await(batch, first);
    }

    /// <summary>
    /// Applies what <paramref name="build"/> makes of the ruleset as it is, and builds anew where somebody changed the ruleset in
    /// between. What <paramref name="build"/> has read is thus still true when its changes are applied.
    /// </summary>
    /// <param name="build">Reads what it needs and returns the changes, as a batch for the generation that it is given; null where there is nothing to do.</param>
    /// <returns>Whether something was applied.</returns>
    internal bool CommitGuarded(Func<uint, NfBatch?> build)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (build(GetGeneration()) is not { Count: > 0 } batch)
                return false;
            try
            {
                Commit(batch);
                return true;
            }
            catch (NetlinkException e) when (e.Errno == Errno.ERESTART && attempt < GuardedAttempts)
            {
                // Whoever was faster has got on; stepping out of the way by chance lets everybody.
                Thread.Sleep(Random.Shared.Next(Math.Min(attempt, 10)));
            }
        }
    }

    private void GrowBuffers(int bytes, int changes)
    {
        if (bytes > _sendBuffer)
            _socket?.GrowSendBuffer(_sendBuffer = bytes);
        if (changes * BytesPerAnswer > _receiveBuffer)
            _socket?.GrowReceiveBuffer(_receiveBuffer = changes * BytesPerAnswer);
    }

    private void Send(NetlinkWriter messages)
    {
        try
        {
            Connection.Send(messages);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EMSGSIZE)
        {
            throw new NetlinkException(e.Errno, $"send a batch of {messages.Length} bytes at once", "it is larger than this process may send; net.core.wmem_max is the limit");
        }
    }

    private void Await(NfBatch batch, uint first)
    {
        var acknowledgements = new BatchAcknowledgements(batch, first);
        NetlinkException? lost = null;
        try
        {
            while (!acknowledgements.IsComplete)
                acknowledgements.Read(Connection.Receive(batch.Summary));
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENOBUFS)
        {
            lost = new NetlinkException(Errno.ENOBUFS, batch.Summary, "the kernel's answer was lost, and the changes are not in effect");
            Drain(acknowledgements);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ETIMEDOUT)
        {
            lost = e;
        }

        if (acknowledgements.Failure is { } failure)
            throw failure;
        // Answers were lost, so that silence does not mean consent: look at the ruleset itself.
        if (lost is not null && !batch.IsApplied(this))
            throw lost;
    }

    // Where the queue of a socket has overrun, the kernel drops everything until the queue is read empty, and says so only once. To know
    // when it is, ask for the generation before every read: that answer comes as soon as there is room again.
    private void Drain(BatchAcknowledgements acknowledgements)
    {
        uint asked = AskGeneration();
        while (true)
        {
            ReadOnlySpan<byte> datagram = Connection.Receive("read what is left of an answer");
            if (IsGeneration(datagram, asked))
                return;
            acknowledgements.Read(datagram);
            AskGeneration();
        }
    }

    private uint AskGeneration()
    {
        using (Request(NfMessageType.GetGeneration))
            NfHeader.Write(_writer, NfFamily.Unspecified);
        uint sequence = Connection.ReserveSequence(1);
        _writer.Seal(0, sequence);
        Connection.Send(_writer);
        return sequence;
    }

    private static bool IsGeneration(ReadOnlySpan<byte> datagram, uint asked)
    {
        var reader = new MessageReader(datagram);
        while (reader.MoveNext())
        {
            if (reader.Header.Type == GenerationMessage.ReplyType && reader.Header.Sequence >= asked)
                return true;
        }

        return false;
    }
}
