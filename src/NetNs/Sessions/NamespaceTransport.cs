extern alias current;

using System.Diagnostics;
using System.IO.Pipes;
using current::System.Management.Automation.Internal;
using current::System.Management.Automation.Remoting;
using current::System.Management.Automation.Remoting.Client;
using NetNs.Operations;

namespace NetNs.Sessions;

/// <summary>
/// Carries a session over the standard streams of a child pwsh. PowerShell's own transport of this kind starts the child and its
/// reading threads on one thread, which would put all of them inside the namespace. Here the child runs already, and the thread that
/// reads stays in the namespace of this process.
/// </summary>
internal sealed class NamespaceTransport(Guid runspace, PSRemotingCryptoHelper cryptoHelper, string name, Process child)
    : ClientSessionTransportManagerBase(runspace, cryptoHelper)
{
    private const int StackSize = 256 * 1024;

    // How long the answer to a farewell may take on its way through PowerShell's queue when the child has exited already.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _closed = new();
    private volatile bool _isClosing;
    private int _isCleanedUp;
    private StreamWriter? _input;

    /// <summary>Opens the session.</summary>
    public override void CreateAsync()
    {
        var output = new ChildOutput(child);
        _input = new StreamWriter(new ChildInput((PipeStream)child.StandardInput.BaseStream, output.Exited)) { AutoFlush = true };
        SetMessageWriter(_input);
        new Thread(() => Read(output), StackSize) { IsBackground = true, Name = "NetNs session" }.UnsafeStart();
        try
        {
            SendOneItem();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The child has exited already: the thread that reads its output says why.
        }
    }

    /// <summary>Begins to close the session: asks the child to end, and waits for its answer.</summary>
    public override void CloseAsync()
    {
        _isClosing = true;
        base.CloseAsync();
    }

    /// <summary>The session is closed on both sides: the child has nothing left to do.</summary>
    protected override void CleanupConnection()
    {
        End();
        CleanUp();
    }

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        if (isDisposing)
            End();
    }

    // The thread of the session: everything ends with the child, however the child ends.
    private void Read(ChildOutput output)
    {
        try
        {
            bool isWhole = output.Read(HandleOutputDataReceived);
            string what = isWhole ? "has ended" : $"was ended: it wrote more than {ChildOutput.LongestLine} bytes without a newline to its standard output, which carries the session";
            bool wasClosing = _isClosing;
            // To a farewell that was written in time the answer may be there, on its way through PowerShell's queue.
            if (!_closed.Wait(wasClosing ? AnswerTime : TimeSpan.Zero))
                ReportEnd(what, output.LastErrors, wasClosing);
            // From here on a farewell fails at once. One that was written between the two gets no answer.
            CloseInput();
            if (!wasClosing && _isClosing && !_closed.Wait(AnswerTime))
                ReportEnd(what, output.LastErrors, wasClosing: true);
        }
        finally
        {
            CleanUp();
            output.Dispose();
            // Disposing of a process leaves streams open that were used.
            child.StandardOutput.Dispose();
            child.StandardError.Dispose();
            child.Dispose();
        }
    }

    private void ReportEnd(string what, string lastErrors, bool wasClosing)
        => RaiseErrorHandler(new TransportErrorOccuredEventArgs(
            new PSRemotingTransportException($"The pwsh process of the session in namespace {name} {what}.{(lastErrors.Length > 0 ? $" It wrote to its standard error: {lastErrors}" : "")}"),
            wasClosing ? TransportMethodEnum.CloseShellOperationEx : TransportMethodEnum.ReceiveShellOutputEx));

    // Also after an end that PowerShell did not ask for: it does not clean up a session that broke, and each has two threads that wait
    // for messages. A program that the child started may still hold the other end of the pipe: what PowerShell writes later must fail.
    private void CleanUp()
    {
        if (Interlocked.Exchange(ref _isCleanedUp, 1) != 0)
            return;
        CloseInput();
        DisposeMessageQueue();
    }

    private void CloseInput()
    {
        try
        {
            _input?.Dispose();
        }
        catch (IOException)
        {
            // The child cannot read what was not flushed.
        }
    }

    private void End()
    {
        _closed.Set();
        ChildOutput.Kill(child);
    }
}
