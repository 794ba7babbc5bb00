using NetNs.Netlink;

namespace NetNs.Tests.Support;

/// <summary>
/// A kernel that says what a test tells it to say: one script per send, in order.
/// <c>fake.Next(kernel => kernel.Message(16, payload).Split().Ack())</c>. Waiting for more than was scripted fails at once
/// in place of hanging.
/// </summary>
internal sealed class FakeTransport : INetlinkTransport
{
    private readonly Queue<Action<FakeKernel>> _scripts = new();
    private readonly Queue<FakeDatagram> _pending = new();

    /// <summary>The datagrams that were sent.</summary>
    internal List<byte[]> Sent { get; } = [];

    internal int DisposeCount { get; private set; }

    /// <summary>What comes back after the next send that has no script yet.</summary>
    internal FakeTransport Next(Action<FakeKernel> script)
    {
        _scripts.Enqueue(script);
        return this;
    }

    /// <summary>The headers of the messages in one of the datagrams sent.</summary>
    internal List<MessageHeader> SentHeaders(int index = 0) => HeadersOf(Sent[index]);

    public void Send(ReadOnlySpan<byte> datagram)
    {
        Sent.Add(datagram.ToArray());
        if (!_scripts.TryDequeue(out Action<FakeKernel>? script))
            throw new InvalidOperationException($"Datagram {Sent.Count} was sent, but the test has no script for it.");
        var kernel = new FakeKernel(HeadersOf(Sent[^1]));
        script(kernel);
        foreach (FakeDatagram answer in kernel.Datagrams())
            _pending.Enqueue(answer);
    }

    public int Receive(Span<byte> buffer, out uint senderPortId)
    {
        if (!_pending.TryDequeue(out FakeDatagram? datagram))
            throw new InvalidOperationException("The connection waits for an answer that the kernel would never send.");
        senderPortId = datagram.Sender;
        if (datagram.Errno != 0)
            throw new NetlinkException(datagram.Errno, "receive a netlink message");
        byte[] bytes = datagram.Bytes;
        bytes.AsSpan(0, Math.Min(bytes.Length, buffer.Length)).CopyTo(buffer);
        return Math.Max(bytes.Length, datagram.ClaimedLength);
    }

    public void Dispose() => DisposeCount++;

    private static List<MessageHeader> HeadersOf(byte[] datagram)
    {
        var headers = new List<MessageHeader>();
        var reader = new MessageReader(datagram);
        while (reader.MoveNext())
            headers.Add(reader.Header);
        return headers;
    }
}
