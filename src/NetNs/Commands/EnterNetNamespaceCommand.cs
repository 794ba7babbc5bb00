using System.Diagnostics;
using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;
using NetNs.Sessions;

namespace NetNs.Commands;

/// <summary>Runs an interactive shell inside a namespace, on this terminal.</summary>
[Cmdlet(VerbsCommon.Enter, "NetNamespace")]
[Alias("enns")]
public sealed class EnterNetNamespaceCommand : NetNsCommand
{
    /// <summary>Where.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument Namespace { get; set; } = null!;

    /// <summary>The shell: pwsh where left out; bash; or any other by its name or path.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ShellCompleter))]
    public string? Shell { get; set; }

    /// <summary>Starts the shell without the user's profile.</summary>
    [Parameter]
    public SwitchParameter NoProfile { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(Namespace, () =>
    {
        NetNamespace target = Namespace.Resolve(Session);
        // Where standard input carries the messages of a remote session, a shell would eat them.
        if (Host.Name == "ServerRemoteHost")
        {
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"Cannot enter {target}: there is no terminal in a remote session or a job.", target,
                "Open a session with New-NetNamespaceSession and use Invoke-Command.");
        }

        using Process shell = new ProcessOperations(Session).Start(target, ChildShell.Interactive(SessionState, Shell, target.ToString(), !NoProfile));
        // Ctrl+C is the shell's own business: it is on the terminal, and this cmdlet waits until it has ended by itself.
        shell.WaitForExit();
        SessionState.PSVariable.Set("global:LASTEXITCODE", shell.ExitCode);
    });
}
