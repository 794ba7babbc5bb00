namespace NetNs.Tests.Support;

/// <summary>What one receive gives: bytes, or a failure.</summary>
/// <param name="Bytes">The messages.</param>
/// <param name="Sender">Port id of who sent it; the kernel's is 0.</param>
/// <param name="ClaimedLength">A full length beyond what came, as MSG_TRUNC tells it.</param>
/// <param name="Errno">The receive fails with this.</param>
internal sealed record FakeDatagram(byte[] Bytes, uint Sender = 0, int ClaimedLength = 0, int Errno = 0);
