using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>What becomes of a packet at a chain.</summary>
/// <param name="Verdict">Accept or drop; a packet that is given to a program goes on as if accepted, since nobody knows what that does.</param>
/// <param name="Rule">The rule that decided; null where it was the chain's policy.</param>
/// <param name="Rejects">Whether the sender of a dropped packet is told.</param>
internal sealed record PacketFate(VerdictCode Verdict, RuleMessage? Rule, bool Rejects = false)
{
    internal bool IsDrop => Verdict == VerdictCode.Drop;
}
