using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>Follows the path of a packet and of its answer without sending one, and says where it ends and why.</summary>
[Cmdlet(VerbsDiagnostic.Trace, "NetPath")]
[OutputType(typeof(NetPathHop))]
public sealed class TraceNetPathCommand : NetPathCommand
{
    /// <inheritdoc/>
    private protected override void Write(IReadOnlyList<NetPathHop> hops) => WriteObject(hops, enumerateCollection: true);
}
