using System.Net.Sockets;

namespace NetNs.Operations;

/// <summary>
/// Lets runs that change the same lab take turns. The lock is an abstract Unix socket (unix(7)) in the network namespace that the lab is made from: the
/// kernel gives it back when its holder ends, however it ends.
/// </summary>
internal sealed class LabLock : IDisposable
{
    private const int PollMilliseconds = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Socket _socket;

    private LabLock(Socket socket) => _socket = socket;

    /// <summary>Waits until no other run works on the lab.</summary>
    /// <exception cref="NetNsException">TimedOut.</exception>
    internal static LabLock Acquire(OperationSession session, string lab)
    {
        var deadline = new Netlink.Deadline(Patience);
        bool isTold = false;
        while (true)
        {
            if (TryAcquire(lab) is { } taken)
                return taken;
            if (!isTold)
                session.Reporter.Step($"Wait until another run that changes lab '{lab}' is done", "");
            isTold = true;
            if (deadline.HasPassed)
            {
                throw new NetNsException(NetNsError.TimedOut, $"Another process has been changing lab '{lab}' for {Patience.TotalMinutes:0} minutes.", lab,
                    "Find it with: Get-Process pwsh");
            }

            if (session.Reporter.Stopping.WaitHandle.WaitOne(PollMilliseconds))
                session.Checkpoint();
        }
    }

    public void Dispose() => _socket.Dispose();

    private static LabLock? TryAcquire(string lab)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint($"\0netns-lab/{lab}"));
            return new LabLock(socket);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return null;
        }
    }
}
