using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>Tests whether a packet and its answer would get through, without sending one.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetPath")]
[OutputType(typeof(bool))]
public sealed class TestNetPathCommand : NetPathCommand
{
    /// <inheritdoc/>
    private protected override void Write(IReadOnlyList<NetPathHop> hops)
    {
        if (Live)
        {
            if (hops.FirstOrDefault(h => h.Live != NetPathVerdict.Passes) is { } end)
                WriteVerbose($"{end}: {end.LiveReason}");
            WriteObject(hops.Count > 0 && hops.All(h => h.Live == NetPathVerdict.Passes));
            return;
        }

        if (hops.FirstOrDefault(h => h.Verdict == NetPathVerdict.Blocked) is { } blocked)
            WriteVerbose($"{blocked}: {blocked.Reason}{(blocked.Evidence is { } evidence ? $" ({evidence})" : "")}");
        else if (hops.FirstOrDefault(h => h.Verdict == NetPathVerdict.Unknown) is { } unknown)
            WriteWarning($"It cannot be told whether packets get through. {unknown}: {unknown.Reason}{(unknown.Evidence is { } evidence ? $" ({evidence})" : "")}.");
        WriteObject(hops.Count > 0 && hops.All(h => h.Verdict == NetPathVerdict.Passes));
    }
}
