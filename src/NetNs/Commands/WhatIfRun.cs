using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>
/// What -WhatIf announced in one line of the prompt, or in one script: PowerShell numbers these. The next line begins anew, and so does what follows a change that
/// was really made.
/// </summary>
internal static class WhatIfRun
{
    private static readonly ConditionalWeakTable<Runspace, Run> _runs = [];

    /// <summary>Whether -WhatIf was ever said in this process.</summary>
    internal static bool IsAny { get; private set; }

    /// <summary>What was announced before in the run that a cmdlet belongs to.</summary>
    internal static Announcements Of(InvocationInfo invocation)
    {
        IsAny = true;
        if (Runspace.DefaultRunspace is not { } runspace)
            return new Announcements();
        if (!_runs.TryGetValue(runspace, out Run? run) || run.Number != invocation.HistoryId)
            _runs.AddOrUpdate(runspace, run = new Run(invocation.HistoryId, new Announcements()));
        return run.Announced;
    }

    /// <summary>Something is really changed: what was announced is no longer what would be.</summary>
    internal static void End()
    {
        if (Runspace.DefaultRunspace is { } runspace)
            _runs.Remove(runspace);
    }

    private sealed record Run(long Number, Announcements Announced);
}
