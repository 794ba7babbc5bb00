extern alias current;

using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using Current = current::System.Management.Automation;

namespace NetNs.Sessions;

/// <summary>Opens sessions with child processes, side by side.</summary>
internal sealed class SessionOpener(PSHost host) : IDisposable
{
    // PowerShell's own, read once: half a megabyte that all sessions share.
    private static readonly Lazy<Current.Runspaces.TypeTable> Types = new(Current.Runspaces.TypeTable.LoadDefaultTypeFiles);

    private readonly List<(NetNamespace Target, Runspace Runspace, Task Decided)> _begun = [];

    /// <summary>How many were begun and not yet taken.</summary>
    internal int Count => _begun.Count;

    /// <summary>Begins to open a session with a child in server mode.</summary>
    internal void Begin(NetNamespace target, Process child)
    {
        // On a thread of the pool: PowerShell makes threads for a session on the thread that opens it, and the caller's may be
        // inside a namespace.
        Runspace runspace = Task.Run(() => Create(target, child)).GetAwaiter().GetResult();
        var decided = new TaskCompletionSource();
        runspace.StateChanged += (_, e) =>
        {
            if (e.RunspaceStateInfo.State is RunspaceState.Opened or RunspaceState.Broken or RunspaceState.Closed)
                decided.TrySetResult();
        };
        _begun.Add((target, runspace, decided.Task));
        Task.Run(runspace.OpenAsync).GetAwaiter().GetResult();
    }

    /// <summary>Waits for the next one to be open, or to have failed.</summary>
    internal (NetNamespace Target, Runspace Runspace) Take(CancellationToken cancellation)
    {
        int next = Task.WaitAny([.. _begun.Select(b => b.Decided)], cancellation);
        (NetNamespace target, Runspace runspace, _) = _begun[next];
        _begun.RemoveAt(next);
        return (target, runspace);
    }

    /// <summary>Makes an open runspace a session that Get-PSSession lists.</summary>
    internal static object ToSession(Runspace runspace, PSCmdlet command)
        => Current.Runspaces.PSSession.Create((Current.Runspaces.Runspace)(object)runspace, "NetNs", (Current.PSCmdlet)(object)command);

    /// <summary>Gives up what was begun and not taken.</summary>
    public void Dispose()
    {
        foreach ((_, Runspace runspace, _) in _begun)
            runspace.Dispose();
    }

    private Runspace Create(NetNamespace target, Process child)
    {
        string name = target.ToString();
        return (Runspace)(object)Current.Runspaces.RunspaceFactory.CreateRunspace(new NamespaceConnection(name, child), (Current.Host.PSHost)(object)host, Types.Value, null, name);
    }
}
