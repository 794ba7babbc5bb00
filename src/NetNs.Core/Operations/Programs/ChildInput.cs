using System.IO.Pipes;
using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Operations;

/// <summary>
/// The standard input of a child. A write to a full pipe ends with an error when the child exits, also where a program that the child
/// started holds the other end of the pipe.
/// </summary>
/// <param name="pipe">The writing end.</param>
/// <param name="exited">Set when the child has exited.</param>
internal sealed class ChildInput(PipeStream pipe, CancellationToken exited) : Stream
{
    // PIPE_BUF: as many bytes can be written without waiting when poll(2) says that a pipe takes some (pipe(7)).
    private const int WithoutWaiting = 4096;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The child has exited.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        using var writable = new DescriptorPoll(exited);
        writable.Add(pipe.SafePipeHandle, LibC.POLLOUT);
        while (buffer.Length > 0)
        {
            try
            {
                writable.Wait();
            }
            catch (OperationCanceledException e)
            {
                throw new IOException("The process that reads this input has exited.", e);
            }

            int count = Math.Min(buffer.Length, WithoutWaiting);
            pipe.Write(buffer[..count]);
            buffer = buffer[count..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            pipe.Dispose();
        base.Dispose(disposing);
    }
}
