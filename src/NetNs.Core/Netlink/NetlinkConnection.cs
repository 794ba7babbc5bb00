using System.Buffers;
using System.Runtime.InteropServices;
using NetNs.Interop;

namespace NetNs.Netlink;

/// <summary>
/// Asks the kernel and reads its answers: sequence numbers, acknowledgements, multipart dumps, restarts of dumps that
/// were interrupted. One thread at a time.
/// </summary>
internal sealed partial class NetlinkConnection : IDisposable
{
    /// <summary>How often an interrupted dump is asked for again before what came is given out as it is.</summary>
    internal const int DumpAttempts = 4;

    // The kernel makes dump datagrams as large as the largest receive it has seen, 32 KiB at most; a single large
    // object may need more.
    private const int ReceiveBufferSize = 64 * 1024;

    private readonly INetlinkTransport _transport;
    private byte[] _receiveBuffer = ArrayPool<byte>.Shared.Rent(ReceiveBufferSize);
    private uint _sequence;
    private bool _disposed;

    internal NetlinkConnection(INetlinkTransport transport, NetlinkFamily family = NetlinkFamily.Route)
    {
        _transport = transport;
        Family = family;
    }

    internal NetlinkFamily Family { get; }

    /// <summary>Sees every datagram, for -Debug.</summary>
    internal IMessageTracer? Tracer { get; set; }

    /// <summary>Told when a dump stayed interrupted after every attempt, so that its list may miss or repeat an entry.</summary>
    internal Action<string>? OnPartialData { get; set; }

    /// <summary>Asked before anything is changed; null where changes may be made.</summary>
    internal IChangeGate? Gate { get; set; }

    /// <summary>Opens a connection in the calling thread's namespace.</summary>
    internal static NetlinkConnection Open(NetlinkFamily family) => new(NetlinkSocket.Open(family), family);

    /// <summary>Sends all messages of <paramref name="requests"/> in one datagram and waits until the last is acknowledged.</summary>
    /// <remarks>
    /// The kernel works through a datagram message by message and goes on after one that fails; only the last is
    /// acknowledged, but each failure is reported. The first failure is thrown, after all were worked through.
    /// </remarks>
    /// <param name="requests">One or more messages.</param>
    /// <param name="what">What is asked, in words, for the exception: "create link veth0".</param>
    /// <param name="onReply">Takes what comes besides acknowledgements: answers to gets, echoes.</param>
    /// <param name="failures">Takes every failure, where the caller wants all of them: then none is thrown.</param>
    /// <exception cref="NetlinkException">A message was refused, or no answer came in time.</exception>
    internal void Execute(NetlinkWriter requests, string what, ReplyHandler? onReply = null, ICollection<NetlinkException>? failures = null)
    {
        int count = requests.MessageCount;
        if (count == 0)
            return; // the kernel would say nothing to it, and the wait would last until the timeout
        if (Gate?.Admits(Family, requests.Written, what) == false)
            return;
        uint first = _sequence + 1;
        _sequence += (uint)count;
        for (int i = 0; i < count; i++)
            requests.Seal(i, first + (uint)i, i == count - 1 ? MessageFlags.Ack : MessageFlags.None);

        Send(requests);
        NetlinkException? failure = null;
        while (true)
        {
            var reader = new MessageReader(Receive(what));
            while (reader.MoveNext())
            {
                uint index = reader.Header.Sequence - first;
                if (index >= (uint)count)
                    continue; // late news of an earlier request that timed out
                MessageHeader header = reader.Header;
                if (header.Type != NetlinkConstants.NLMSG_ERROR)
                {
                    onReply?.Invoke((int)index, in header, reader.Payload);
                    continue;
                }

                ExtendedAck ack = ExtendedAck.Parse(in header, reader.Payload);
                if (ack.Errno != 0 && (failures is not null || failure is null))
                    Fail(new NetlinkException(ack.Errno, what, ack.Message, ack.Offset, (int)index));
                if (index != (uint)count - 1)
                    continue;
                if (failure is not null)
                    throw failure;
                return;
            }
        }

        void Fail(NetlinkException e)
        {
            if (failures is null)
                failure = e;
            else
                failures.Add(e);
        }
    }

    /// <summary>Sends one request and returns the one object that answers it.</summary>
    /// <exception cref="NetlinkException">The kernel refused; ENODEV or ENOENT where there is no such object.</exception>
    internal T Get<T>(NetlinkWriter request, string what)
        where T : INetlinkMessage<T>
    {
        T? result = default;
        Execute(request, what, (int _, in MessageHeader header, ReadOnlySpan<byte> payload) =>
        {
            if (header.Type == T.ReplyType)
                result = T.Parse(payload);
        });
        return result ?? throw new NetlinkFormatException($"No answer came to the request to {what}.");
    }

    /// <summary>Sends one dump request and returns all that come.</summary>
    /// <remarks>
    /// Where the kernel's tables change while it reads them out, it flags the dump as interrupted: the dump is then
    /// asked for again, up to <paramref name="attempts"/> times in all, and after that given out with a word to
    /// <see cref="OnPartialData"/>.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="what">What is asked, in words: "list links".</param>
    /// <param name="isWhole">Looks for interruptions that the kernel does not flag, where a kind of dump has such.</param>
    /// <param name="attempts">How often it is asked for.</param>
    internal List<T> Dump<T>(NetlinkWriter request, string what, Func<List<T>, bool>? isWhole = null, int attempts = DumpAttempts)
        where T : INetlinkMessage<T>
    {
        var items = new List<T>();
        for (int attempt = 1; !TryDump(request, what, items) || isWhole?.Invoke(items) == false; attempt++)
        {
            if (attempt == attempts)
            {
                WarnOfPartialData(what, attempts);
                break;
            }

            items.Clear();
        }

        return items;
    }

    // False where the kernel says that its tables changed underneath.
    private bool TryDump<T>(NetlinkWriter request, string what, List<T> items)
        where T : INetlinkMessage<T>
    {
        uint sequence = ++_sequence;
        request.Seal(0, sequence);
        Send(request);
        bool whole = true;
        while (true)
        {
            var reader = new MessageReader(Receive(what));
            while (reader.MoveNext())
            {
                MessageHeader header = reader.Header;
                if (header.Sequence != sequence)
                    continue;
                whole &= !header.Flags.HasFlag(MessageFlags.DumpInterrupted);
                if (header.Type == T.ReplyType)
                {
                    items.Add(T.Parse(reader.Payload));
                    continue;
                }

                if (header.Type is not (NetlinkConstants.NLMSG_DONE or NetlinkConstants.NLMSG_ERROR))
                    continue;
                ExtendedAck end = ExtendedAck.Parse(in header, reader.Payload);
                if (end.Errno > 0)
                    throw new NetlinkException(end.Errno, what, end.Message, end.Offset);
                return whole;
            }
        }
    }

    /// <summary>Sends what was written as one datagram, without waiting. For callers with an answer loop of their own.</summary>
    internal void Send(NetlinkWriter requests)
    {
        FinishAbandonedStream();
        Tracer?.Sent(Family, requests.Written);
        _transport.Send(requests.Written);
    }

    /// <summary>The next datagram that the kernel sends; valid until the next call.</summary>
    internal ReadOnlySpan<byte> Receive(string what)
    {
        while (true)
        {
            int length;
            uint sender;
            try
            {
                length = _transport.Receive(_receiveBuffer, out sender);
            }
            catch (NetlinkException e) when (e.Errno == Errno.EAGAIN)
            {
                throw new NetlinkException(Errno.ETIMEDOUT, what, "the kernel did not answer in time");
            }
            catch (NetlinkException e) when (e.Errno == Errno.ENOBUFS)
            {
                throw new NetlinkException(Errno.ENOBUFS, what, "the kernel had more to answer than the socket could hold; what was asked may be done or not");
            }

            if (sender != 0)
                continue; // anybody may send to a netlink socket; only the kernel has port id 0
            if (length > _receiveBuffer.Length)
                throw new NetlinkFormatException($"The answer to the request to {what} has {length} bytes, more than the buffer's {_receiveBuffer.Length}.");

            ReadOnlySpan<byte> datagram = _receiveBuffer.AsSpan(0, length);
            Tracer?.Received(Family, datagram);
            return datagram;
        }
    }

    /// <summary>The name of a link of this connection's namespace: no message, so that it may be asked in the middle of a stream. Null where there is none.</summary>
    internal string? LinkName(int index) => _transport.LinkName(index);

    /// <summary>The number of the connection's network namespace, which the kernel never uses again; null before Linux 5.14.</summary>
    internal ulong? NamespaceCookie => _transport.NamespaceCookie;

    /// <summary>Sequence numbers for <paramref name="count"/> messages, the first of them. For callers with an answer loop of their own.</summary>
    internal uint ReserveSequence(int count)
    {
        uint first = _sequence + 1;
        _sequence += (uint)count;
        return first;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _transport.Dispose();
        ArrayPool<byte>.Shared.Return(_receiveBuffer);
        _receiveBuffer = [];
    }
}

/// <summary>Takes one message that is neither an acknowledgement nor an end; <paramref name="requestIndex"/> counts the requests of the batch from 0.</summary>
internal delegate void ReplyHandler(int requestIndex, in MessageHeader header, ReadOnlySpan<byte> payload);
