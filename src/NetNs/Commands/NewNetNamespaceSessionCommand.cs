using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;
using NetNs.Sessions;

namespace NetNs.Commands;

/// <summary>Opens sessions with child processes inside namespaces.</summary>
[Cmdlet(VerbsCommon.New, "NetNamespaceSession", SupportsShouldProcess = true)]
[OutputType(typeof(PSSession))]
public sealed class NewNetNamespaceSessionCommand : NetNsCommand
{
    private SessionOpener? _opener;

    /// <summary>Where: one session for each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[] Namespace { get; set; } = [];

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (NamespaceArgument given in Namespace)
        {
            Attempt(given, () =>
            {
                NetNamespace target = given.Resolve(Session);
                if (!ShouldProcess(target.ToString(), "Open a session inside network namespace"))
                    return;
                Process child = new ProcessOperations(Session).Start(target, ChildShell.Server(SessionState));
                _opener ??= new SessionOpener(Host);
                _opener.Begin(target, child);
            });
        }
    }

    /// <inheritdoc/>
    private protected override void EndInput()
    {
        while (_opener is { Count: > 0 } && !StopToken.IsCancellationRequested)
            Attempt(null, () => Emit(_opener.Take(StopToken)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _opener?.Dispose();
        base.Dispose(disposing);
    }

    private void Emit((NetNamespace Target, Runspace Runspace) next)
    {
        (NetNamespace target, Runspace runspace) = next;
        if (runspace.RunspaceStateInfo.State != RunspaceState.Opened)
        {
            Exception? reason = runspace.RunspaceStateInfo.Reason;
            runspace.Dispose();
            throw new NetNsException(NetNsError.ProcessStartFailed, $"The session{target.Suffix} did not open: {reason?.Message}", target, null, reason);
        }

        var session = PSObject.AsPSObject(SessionOpener.ToSession(runspace, this));
        session.Properties.Add(new PSNoteProperty("Namespace", target));
        WriteObject(session);
    }
}
