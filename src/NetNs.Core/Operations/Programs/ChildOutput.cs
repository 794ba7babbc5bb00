using System.Diagnostics;
using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using NetNs.Netlink;

namespace NetNs.Operations;

/// <summary>
/// Reads what a child process writes to its two output pipes, on one thread, until the child has exited. Memory is bounded however much
/// the child writes. The exit of the child ends the reading, not the end of the pipes: a program that the child started may hold them.
/// </summary>
internal sealed class ChildOutput : IDisposable
{
    /// <summary>The longest line of standard output in bytes. PowerShell's remoting protocol needs less than 64 KiB.</summary>
    internal const int LongestLine = 1024 * 1024;

    // How many times a pipe is read after the exit. A pipe holds 64 KiB (pipe(7)), so this is enough to empty both; a program that goes
    // on writing to them does not keep the reader here.
    private const int ReadsAfterExit = 32;

    private readonly Process _child;
    private readonly CancellationTokenSource _exited = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly LineBuffer _lines = new(LongestLine);
    private readonly TextTail _errors = new();

    /// <summary>Begins to watch the exit of a child.</summary>
    /// <param name="child">A process whose three standard streams are redirected. Nothing else may read from it.</param>
    internal ChildOutput(Process child)
    {
        _child = child;
        child.Exited += OnExit;
        child.EnableRaisingEvents = true;
    }

    /// <summary>Set when the child has exited.</summary>
    internal CancellationToken Exited => _exited.Token;

    /// <summary>What the child wrote last to its standard error: at most 4 KiB and 20 lines, safe to show on a terminal.</summary>
    internal string LastErrors => _errors.ToString();

    /// <summary>Reads until the child has exited or has closed its standard output. In both cases the child has exited afterwards.</summary>
    /// <param name="takeLine">Takes each line of standard output.</param>
    /// <returns>False if a line was too long: the child was ended for that.</returns>
    internal bool Read(Action<string> takeLine)
    {
        bool isWhole;
        using (var watched = new DescriptorPoll(_exited.Token))
            isWhole = ReadUntilExit(watched, takeLine);
        Kill(_child);
        _child.WaitForExit();
        using (var rest = new DescriptorPoll(CancellationToken.None))
            isWhole = isWhole && ReadRest(rest, takeLine);
        return isWhole;
    }

    public void Dispose()
    {
        _child.Exited -= OnExit;
        _exited.Dispose();
    }

    /// <summary>Ends a process if it still runs.</summary>
    internal static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has exited, or the object was disposed of after its exit.
        }
    }

    private void OnExit(object? sender, EventArgs e) => _exited.Cancel();

    private bool ReadUntilExit(DescriptorPoll poll, Action<string> takeLine)
    {
        int output = poll.Add(Pipe(_child.StandardOutput));
        int errors = poll.Add(Pipe(_child.StandardError));
        try
        {
            while (poll.Wait())
            {
                if (poll.IsReady(errors) && !ReadErrors())
                    poll.Remove(errors);
                if (!poll.IsReady(output))
                    continue;
                int count = ReadOnce(_child.StandardOutput);
                if (count == 0)
                    return true;
                if (!_lines.Add(_buffer.AsSpan(0, count), takeLine))
                    return false;
            }
        }
        catch (OperationCanceledException)
        {
            // The child has exited.
        }

        return true;
    }

    private bool ReadRest(DescriptorPoll poll, Action<string> takeLine)
    {
        int output = poll.Add(Pipe(_child.StandardOutput));
        int errors = poll.Add(Pipe(_child.StandardError));
        for (int reads = 0; reads < ReadsAfterExit && poll.Wait(new Deadline(TimeSpan.Zero)); reads++)
        {
            if (poll.IsReady(errors) && !ReadErrors())
                poll.Remove(errors);
            if (!poll.IsReady(output))
                continue;
            int count = ReadOnce(_child.StandardOutput);
            if (count == 0)
                poll.Remove(output);
            else if (!_lines.Add(_buffer.AsSpan(0, count), takeLine))
                return false;
        }

        return true;
    }

    private bool ReadErrors()
    {
        int count = ReadOnce(_child.StandardError);
        _errors.Add(_buffer.AsSpan(0, count));
        return count > 0;
    }

    private int ReadOnce(StreamReader reader)
    {
        try
        {
            return reader.BaseStream.Read(_buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static SafePipeHandle Pipe(StreamReader reader) => ((PipeStream)reader.BaseStream).SafePipeHandle;
}
