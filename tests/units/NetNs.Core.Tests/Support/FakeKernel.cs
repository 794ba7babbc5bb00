using System.Runtime.InteropServices;
using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Tests.Support;

/// <summary>Builds the answer to one datagram of requests.</summary>
internal sealed class FakeKernel(List<MessageHeader> requests)
{
    private readonly List<FakeDatagram> _done = [];
    private NetlinkWriter _open = new();
    private uint _sender;
    private int _claimedLength;

    /// <summary>The requests that are answered.</summary>
    internal List<MessageHeader> Requests { get; } = requests;

    /// <summary>Any message, in answer to request <paramref name="index"/>.</summary>
    internal FakeKernel Message(ushort type, ReadOnlySpan<byte> payload, MessageFlags flags = MessageFlags.None, int index = 0, int sequenceShift = 0)
    {
        NetlinkWriter writer = _open;
        int start = writer.Length;
        using (writer.Message(type, flags))
            payload.CopyTo(writer.Reserve(payload.Length));
        byte[] bytes = writer.Written.ToArray();
        MessageHeader header = MessageHeader.Read(bytes.AsSpan(start));
        // The writer is made for requests: length without padding, sequence and flags are the answer's own.
        header.Length = (uint)(MessageHeader.Size + payload.Length);
        header.Flags = flags;
        header.Sequence = (uint)(Requests[index].Sequence + sequenceShift);
        header.PortId = 4711;
        header.Write(bytes.AsSpan(start));
        _open = new NetlinkWriter(bytes.Length + 1024);
        bytes.CopyTo(_open.Reserve(bytes.Length));
        return this;
    }

    /// <summary>An acknowledgement of request <paramref name="index"/>, of the last where it is left out.</summary>
    internal FakeKernel Ack(int? index = null, int sequenceShift = 0) => Error(0, index: index, sequenceShift: sequenceShift);

    /// <summary>A refusal, capped as NetNs asks for it, with an extended acknowledgement where there is a sentence or an offset.</summary>
    internal FakeKernel Error(int errno, string? message = null, uint? offset = null, int? index = null, int sequenceShift = 0)
    {
        int about = index ?? Requests.Count - 1;
        var payload = new NetlinkWriter();
        int negative = -errno;
        MemoryMarshal.Write(payload.Reserve(sizeof(int)), in negative);
        Requests[about].Write(payload.Reserve(MessageHeader.Size));
        return Message(NetlinkConstants.NLMSG_ERROR, WithExtendedAck(payload, message, offset), EndFlags(message, offset) | MessageFlags.Capped, about, sequenceShift);
    }

    /// <summary>Objects of a dump: the first half in one datagram, the rest in another, then the end.</summary>
    internal FakeKernel Multipart(ushort type, params byte[][] payloads)
    {
        for (int i = 0; i < payloads.Length; i++)
        {
            if (i == (payloads.Length + 1) / 2)
                Split();
            Message(type, payloads[i], MessageFlags.Multi);
        }

        return Split().Done();
    }

    /// <summary>The end of a dump, which may be a failure.</summary>
    internal FakeKernel Done(int errno = 0, string? message = null, MessageFlags flags = MessageFlags.None, int sequenceShift = 0)
    {
        var payload = new NetlinkWriter();
        int negative = -errno;
        MemoryMarshal.Write(payload.Reserve(sizeof(int)), in negative);
        return Message(NetlinkConstants.NLMSG_DONE, WithExtendedAck(payload, message, null), EndFlags(message, null) | MessageFlags.Multi | flags, sequenceShift: sequenceShift);
    }

    /// <summary>Bytes as they are, sensible or not.</summary>
    internal FakeKernel Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_open.Reserve(bytes.Length));
        return this;
    }

    /// <summary>The datagram under way comes from somebody else than the kernel.</summary>
    internal FakeKernel From(uint portId)
    {
        _sender = portId;
        return this;
    }

    /// <summary>The datagram under way was longer than the receiver's buffer.</summary>
    internal FakeKernel Truncated(int fullLength)
    {
        _claimedLength = fullLength;
        return this;
    }

    /// <summary>Ends the datagram under way: what follows comes with the next receive.</summary>
    internal FakeKernel Split()
    {
        if (_open.Length > 0)
            _done.Add(new FakeDatagram(_open.Written.ToArray(), _sender, _claimedLength));
        _open = new NetlinkWriter();
        _sender = 0;
        _claimedLength = 0;
        return this;
    }

    /// <summary>Nothing comes within the receive timeout.</summary>
    internal FakeKernel Timeout() => Fail(Errno.EAGAIN);

    /// <summary>The receive fails: ENOBUFS where messages were lost.</summary>
    internal FakeKernel Fail(int errno)
    {
        Split();
        _done.Add(new FakeDatagram([], Errno: errno));
        return this;
    }

    internal List<FakeDatagram> Datagrams()
    {
        Split();
        return _done;
    }

    private static MessageFlags EndFlags(string? message, uint? offset)
        => message is null && offset is null ? MessageFlags.None : MessageFlags.ExtendedAck;

    private static ReadOnlySpan<byte> WithExtendedAck(NetlinkWriter payload, string? message, uint? offset)
    {
        if (message is not null)
            payload.Put(NetlinkConstants.NLMSGERR_ATTR_MSG, message);
        if (offset is { } at)
            payload.Put(NetlinkConstants.NLMSGERR_ATTR_OFFS, at);
        return payload.Written;
    }
}
