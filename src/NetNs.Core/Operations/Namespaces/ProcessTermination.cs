using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;

namespace NetNs.Operations;

/// <summary>Ends the processes of a namespace: asks first (SIGTERM), then forces (SIGKILL).</summary>
internal sealed class ProcessTermination(OperationSession session)
{
    // What a process starts while it is being ended is found by looking again.
    private const int Rounds = 5;

    /// <summary>How long a process may take to end when it is asked to.</summary>
    internal TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Ends every process that is in the namespace, except this one.</summary>
    /// <exception cref="NetNsException">NotPermitted, or NamespaceBusy where one does not end.</exception>
    internal void StopAll(NetNamespace target, NamespaceIdentity identity)
    {
        for (int round = 0; round < Rounds; round++)
        {
            List<ProcessHandle> processes = [.. Inside(identity)];
            try
            {
                if (processes.Count == 0)
                    return;
                Signal(target, processes, round == 0 ? LibC.SIGTERM : LibC.SIGKILL);
                if (!WaitForEnd(processes) && round == 0)
                    Signal(target, processes, LibC.SIGKILL);
                WaitForEnd(processes);
            }
            finally
            {
                processes.ForEach(p => p.Dispose());
            }
        }

        string left = string.Join(", ", ProcessScan.Read().In(identity).Select(ProcessScan.Describe));
        throw new NetNsException(NetNsError.NamespaceBusy, $"Namespace '{target}' still has processes that do not end: {left}.", target,
            "A process that waits for the kernel ends when the kernel is done; look at it with: ps -o pid,stat,wchan,cmd");
    }

    /// <summary>Ends some processes and nothing else.</summary>
    /// <exception cref="NetNsException">NotPermitted, or NamespaceBusy where one does not end.</exception>
    internal void Stop(NetNamespace target, IReadOnlyList<int> ids)
    {
        List<ProcessHandle> processes = [.. ids.Select(ProcessHandle.Open).OfType<ProcessHandle>()];
        try
        {
            Signal(target, processes, LibC.SIGTERM);
            if (WaitForEnd(processes))
                return;
            Signal(target, processes, LibC.SIGKILL);
            if (!WaitForEnd(processes))
                throw new NetNsException(NetNsError.NamespaceBusy, $"In namespace '{target}', {string.Join(", ", processes.Select(p => ProcessScan.Describe(p.Id)))} does not end.", target, "A process that waits for the kernel ends when the kernel is done.");
        }
        finally
        {
            processes.ForEach(p => p.Dispose());
        }
    }

    private static IEnumerable<ProcessHandle> Inside(NamespaceIdentity identity)
    {
        foreach (int id in ProcessScan.Read().In(identity))
        {
            if (id == Environment.ProcessId || ProcessHandle.Open(id) is not { } process)
                continue;
            if (process.IsIn(identity))
                yield return process;
            else
                process.Dispose();
        }
    }

    private void Signal(NetNamespace target, List<ProcessHandle> processes, int signal)
    {
        foreach (ProcessHandle process in processes)
        {
            if (session.Reporter.WantsSteps)
                session.Reporter.Step($"End {ProcessScan.Describe(process.Id)} in namespace {target}", $"kill {(signal == LibC.SIGKILL ? "-KILL " : "")}{process.Id}");
            try
            {
                process.Signal(signal);
            }
            catch (SystemCallException e) when (e.Errno == Errno.EPERM)
            {
                throw new NetNsException(NetNsError.NotPermitted, $"Not permitted to end {ProcessScan.Describe(process.Id)} in namespace '{target}': it belongs to another user, and CAP_KILL is missing.", target, "Run as root.", e);
            }
        }
    }

    // Whether all ended within the grace; those that did are taken off the list.
    private bool WaitForEnd(List<ProcessHandle> processes)
    {
        var deadline = new Deadline(Grace);
        using var poll = new DescriptorPoll(session.Reporter.Stopping);
        var waiting = processes.ToDictionary(p => poll.Add(p.File));
        while (waiting.Count > 0 && poll.Wait(deadline))
        {
            foreach (int entry in waiting.Keys.Where(poll.IsReady).ToList())
            {
                poll.Remove(entry);
                processes.Remove(waiting[entry]);
                waiting[entry].Dispose();
                waiting.Remove(entry);
            }
        }

        return waiting.Count == 0;
    }
}
