extern alias current;

using System.Diagnostics;
using current::System.Management.Automation.Internal;
using current::System.Management.Automation.Remoting;
using current::System.Management.Automation.Remoting.Client;

namespace NetNs.Sessions;

/// <summary>
/// Carries a session over the standard streams of a child pwsh. PowerShell's own transport of this kind starts the child itself,
/// and its reading threads with it, on one thread: inside the namespace, all of them. Here the child runs already, and the
/// threads belong at home.
/// </summary>
internal sealed class NamespaceTransport(Guid runspace, PSRemotingCryptoHelper cryptoHelper, string name, Process child)
    : ClientSessionTransportManagerBase(runspace, cryptoHelper)
{
    private const int StackSize = 256 * 1024;

    // What the child said last on its standard error, for the message about its end.
    private const int LastWords = 5;

    private readonly Queue<string> _errors = new();
    private volatile bool _isOver;
    private StreamWriter? _input;

    /// <summary>Opens the session.</summary>
    public override void CreateAsync()
    {
        _input = child.StandardInput;
        SetMessageWriter(_input);
        var errors = new Thread(ReadErrors, StackSize) { IsBackground = true, Name = "NetNs session errors" };
        errors.UnsafeStart();
        var output = new Thread(() => ReadOutput(errors), StackSize) { IsBackground = true, Name = "NetNs session" };
        output.UnsafeStart();
        try
        {
            SendOneItem();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The child has ended already: what reads its output tells why.
        }
    }

    /// <summary>The session is closed on both sides: the child has nothing left to do.</summary>
    protected override void CleanupConnection()
    {
        End();
        CloseInput();
        // PowerShell lets its transports live on, each with two threads that wait for messages.
        DisposeMessageQueue();
    }

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        if (isDisposing)
            End();
    }

    private void ReadOutput(Thread errors)
    {
        ReadLines(child.StandardOutput, HandleOutputDataReceived);
        errors.Join();
        // The kernel closes the standard input of a process that dies last: until it is gone, PowerShell's farewell would be
        // written to nobody, and the answer waited for.
        Kill();
        child.WaitForExit();
        try
        {
            if (!_isOver)
                TellEnd();
        }
        finally
        {
            CloseStreams();
        }
    }

    private void TellEnd()
    {
        string said = string.Join(Environment.NewLine, _errors);
        RaiseErrorHandler(new TransportErrorOccuredEventArgs(
            new PSRemotingTransportException($"The pwsh process of the session in namespace {name} has ended.{(said.Length > 0 ? $" It said: {said}" : "")}"),
            TransportMethodEnum.ReceiveShellOutputEx));
    }

    // Not before PowerShell has said farewell: what it writes meanwhile shall fail because nobody reads, at once.
    private void CloseInput()
    {
        try
        {
            _input?.Dispose();
        }
        catch (IOException)
        {
            // What was not flushed has nobody to go to.
        }
    }

    // Disposing of a process leaves streams that were used open.
    private void CloseStreams()
    {
        child.StandardOutput.Dispose();
        child.StandardError.Dispose();
        child.Dispose();
    }

    private void ReadErrors() => ReadLines(child.StandardError, line =>
    {
        if (_errors.Count == LastWords)
            _errors.Dequeue();
        _errors.Enqueue(line);
    });

    private static void ReadLines(StreamReader stream, Action<string> take)
    {
        try
        {
            while (stream.ReadLine() is { } line)
                take(line);
        }
        catch (IOException)
        {
            // The same as the end.
        }
    }

    private void End()
    {
        _isOver = true;
        Kill();
    }

    private void Kill()
    {
        try
        {
            child.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
