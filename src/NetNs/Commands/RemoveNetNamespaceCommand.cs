using System.Management.Automation;
using System.Management.Automation.Host;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Removes network namespaces.</summary>
[Cmdlet(VerbsCommon.Remove, "NetNamespace", SupportsShouldProcess = true)]
public sealed class RemoveNetNamespaceCommand : NetNsCommand
{
    private readonly List<(NetNamespace Target, NamespaceContents Contents)> _accepted = [];
    private NamespaceRemoval? _removal;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>Which ones: NetNamespace objects or names. Wildcards are not.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[] Namespace { get; set; } = [];

    /// <summary>Ends the processes that run in them: asked first, forced after five seconds.</summary>
    [Parameter]
    public SwitchParameter StopProcess { get; set; }

    /// <summary>Comes back when their devices, and the ends of their veths outside, are really gone.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long -Wait waits at most: seconds, or a TimeSpan.</summary>
    [Parameter]
    [SecondsTransform]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Does not ask, whatever is inside.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private NamespaceRemoval Removal => _removal ??= new NamespaceRemoval(Session);

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (NamespaceArgument argument in Namespace)
            Attempt(argument.Subject, () => Consider(argument.ResolveName(Session)));
    }

    /// <inheritdoc/>
    private protected override void EndInput()
    {
        // All names go together: the kernel clears up in one stroke, and what was looked at above waits for none of it.
        var aftermath = new DependentRules(Session);
        HashSet<NetNamespace> all = [.. _accepted.Select(a => a.Target)];
        HashSet<object> going = [];
        foreach ((NetNamespace target, NamespaceContents contents) in _accepted)
        {
            Attempt(target, () =>
            {
                aftermath.Note(target, contents, all);
                Removal.Prepare(target, contents, StopProcess ? new ProcessTermination(Session) : null, Wait);
                going.Add(target);
            });
        }

        Attempt(null, () => aftermath.Clean(going.Contains));
        try
        {
            Removal.RemovePrepared((target, work) => Attempt(target, work));
        }
        finally
        {
            if (Removal.Removed.Count < going.Count)
                Attempt(null, () => aftermath.PutBack(Removal.Removed.ToHashSet<object>().Contains));
        }

        if (Wait)
        {
            Attempt(null, () =>
            {
                foreach (NetNsException reason in Removal.Wait(Timeout))
                    Attempt(reason.Target, () => throw reason);
            });
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _removal?.Dispose();
        base.Dispose(disposing);
    }

    // Looks at what is inside, and asks.
    private void Consider(NetNamespace target)
    {
        NamespaceContents contents = Removal.Examine(target, StopProcess);
        string stop = StopProcess && contents.Processes.Count > 0 ? $"stop {contents.ProcessesInWords}" : "";
        string home = contents.Hardware.Count > 0 ? $"send {contents.HardwareInWords} home" : "";
        string and = string.Concat(((string[])[stop, home]).Where(a => a.Length > 0).Select(a => $", {a}"));
        if (!ShouldRemove(target.ToString(), $"Remove network namespace{and}", null, target.ToString()))
            return;
        if (and.Length > 0 && !IsConsented($"Remove network namespace '{target}'{and}?", target))
            return;
        _accepted.Add((target, contents));
    }

    // Asks as a cmdlet with a high impact does: unless told not to, or asked already. PowerShell itself knows one impact for a cmdlet only.
    private bool IsConsented(string question, NetNamespace target)
    {
        bool isAsked = MyInvocation.BoundParameters.ContainsKey("Confirm")
            || (LanguagePrimitives.TryConvertTo(GetVariableValue("ConfirmPreference"), out ConfirmImpact asksFrom) && asksFrom != ConfirmImpact.High);
        if (Force || isAsked)
            return true;
        const string Caption = "Confirm";
        // Standard input that is no terminal answers nothing: a script would hang, or go on with what nobody said.
        if (Host.Name == "ConsoleHost" && Console.IsInputRedirected)
            throw NotAsked(target, question, null);
        try
        {
            return ShouldContinue(question, Caption, ref _yesToAll, ref _noToAll);
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException)
        {
            throw NotAsked(target, question, e);
        }
    }

    private static NetNsException NotAsked(NetNamespace target, string question, Exception? inner)
        => new(NetNsError.NamespaceBusy, $"Network namespace '{target}' was not removed, since nobody can be asked here: {question}", target, "Say -Force, or -Confirm:$false, to do so without a question.", inner);
}
