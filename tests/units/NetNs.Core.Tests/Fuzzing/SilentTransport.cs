using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Tests.Fuzzing;

/// <summary>A kernel that answers a request with the given datagram, and then with nothing.</summary>
internal sealed class SilentTransport(byte[] answer) : INetlinkTransport
{
    private bool _answered;

    public void Send(ReadOnlySpan<byte> datagram)
    {
    }

    public int Receive(Span<byte> buffer, out uint senderPortId)
    {
        senderPortId = 0;
        if (_answered)
            throw new NetlinkException(Errno.EAGAIN, "receive a netlink message");
        _answered = true;
        answer.AsSpan(0, Math.Min(answer.Length, buffer.Length)).CopyTo(buffer);
        return answer.Length;
    }

    public string? LinkName(int index) => null;

    public void Dispose()
    {
    }
}
