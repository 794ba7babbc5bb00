using System.Runtime.InteropServices;

namespace NetNs.Tests.Support;

/// <summary>Disturbs a thread that waits in the kernel with signals that have a handler.</summary>
internal sealed partial class SignalSender : IDisposable
{
    private const int SIGCONT = 18;

    private readonly PosixSignalRegistration _handler = PosixSignalRegistration.Create(PosixSignal.SIGCONT, context => context.Cancel = true);

    /// <summary>
    /// Runs <paramref name="work"/> on a thread of its own and sends it a signal whenever it sleeps in the kernel, until
    /// <paramref name="until"/> holds. <paramref name="each"/> runs after each signal.
    /// </summary>
    internal void During(Action work, Func<bool> until, Action? each = null)
    {
        int id = 0;
        var thread = new Thread(() =>
        {
            Volatile.Write(ref id, ThreadId());
            work();
        });
        thread.Start();
        bool done = Wait.Until(() =>
        {
            if (until())
                return true;
            if (Volatile.Read(ref id) is not 0 and int target && IsAsleep(target))
            {
                _ = tgkill(Environment.ProcessId, target, SIGCONT);
                each?.Invoke();
            }

            return false;
        });
        Assert.True(done, "The thread did not come to its end among the signals.");
        thread.Join();
    }

    public void Dispose() => _handler.Dispose();

    // "/proc/self/task/17/…" as the kernel names the calling thread: PID/task/TID.
    private static int ThreadId() => int.Parse(Path.GetFileName(new FileInfo("/proc/thread-self").LinkTarget!), System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsAsleep(int thread)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/self/task/{thread}/stat");
            return stat[stat.LastIndexOf(')') + 2] == 'S';
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int tgkill(int tgid, int tid, int sig);
}
