using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>A rule of which it is not known whether it applies to the packet, and what it would do.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Verdict">What becomes of the packet where it applies; null where that is not known either.</param>
internal sealed record RuleDoubt(RuleMessage Rule, Verdict? Verdict);

/// <content>What rules do beside their verdict, and the rules of which it is not known whether they apply.</content>
internal sealed partial class RuleWalk
{
    // A ruleset that asks for more than this of a packet that nobody sent cannot be followed further.
    private const int MostDoubts = 64;
    private const ushort DynamicSetExpression = 7; // NFTA_DYNSET_EXPR
    private const ushort DynamicSetExpressions = 10; // NFTA_DYNSET_EXPRESSIONS

    // Other people's expressions that let every packet go on; all that are not named may stop it.
    private static readonly HashSet<string> Passing =
    [
        "log", "objref", "dup", "last", "flow_offload",
        // These set something: those that load it are modelled.
        MetaExpression.Kind, PayloadExpression.Kind, ConntrackExpression.Kind,
    ];

    // Targets of iptables that take the packet away, or may.
    private static readonly HashSet<string> Deciding = ["TPROXY", "NETMAP", "SYNPROXY", "TARPIT", "ECHO", "DNETMAP", "SAME", "CLUSTERIP"];

    private readonly List<RuleDoubt> _doubts = [];

    /// <summary>Rules of which it is not known whether they apply: the walk went on as if they did not.</summary>
    internal IReadOnlyList<RuleDoubt> Doubts => _doubts;

    /// <summary>What the first rule that translates does; null where none does.</summary>
    internal NatOutcome? Nat { get; private set; }

    /// <summary>The first rule that might make another fate of the packet than the one that was found; null where the fate is certain.</summary>
    internal RuleDoubt? DoubtAbout(PacketFate fate) => _doubts.Find(d => d.Verdict?.Code switch
    {
        VerdictCode.Drop => !fate.IsDrop,
        VerdictCode.Accept => fate.IsDrop,
        _ => true,
    });

    private (Verdict? Verdict, bool Rejects) Decide(RuleMessage rule, Verdict verdict, bool isSure, int depth)
    {
        if (isSure && verdict.Code != VerdictCode.Queue)
            return (verdict, false);
        if (isSure)
        {
            // What a program does with the packet, nobody knows.
            _doubts.Add(new RuleDoubt(rule, null));
            return (verdict, false);
        }

        if (verdict.Code is VerdictCode.Continue or VerdictCode.Break || _doubts.Count >= MostDoubts)
            return default;
        if (verdict is { Code: VerdictCode.Jump, Chain: { } target } && depth < DeepestJump)
            DoubtJump(rule, target, depth);
        else
            _doubts.Add(new RuleDoubt(rule, verdict));
        return default;
    }

    // Where it does not matter whether the packet goes through the other chain, the rule that leads there is no doubt.
    private void DoubtJump(RuleMessage rule, string target, int depth)
    {
        var side = new RuleWalk(ruleset, packet, _marks.Copy());
        PacketFate? fate = side.Follow(rule.Family, rule.Table, target, depth + 1);
        AskedForPorts |= side.AskedForPorts;
        _doubts.AddRange(side._doubts);
        if (side.Nat is not null)
            _doubts.Add(new RuleDoubt(rule, null));
        else if (fate is not null)
            _doubts.Add(new RuleDoubt(rule, new Verdict(fate.Verdict)));
        if (side._marks.Packet != _marks.Packet)
            _marks.Packet = null;
        if (side._marks.Connection != _marks.Connection)
            _marks.Connection = null;
    }

    private (Verdict? Verdict, bool Rejects) DoubtWholly(RuleMessage rule)
    {
        if (_doubts.Count < MostDoubts)
            _doubts.Add(new RuleDoubt(rule, null));
        return default;
    }

    private (Verdict? Verdict, bool Rejects) Translate(RuleMessage rule, Expression expression, PacketRegisters registers, bool isSure)
    {
        if (!isSure)
            return DoubtWholly(rule);
        NatOutcome outcome = NatOutcome.Of(rule, expression, registers);
        Nat ??= outcome;
        if (!outcome.IsSource)
            Translation ??= rule;
        return (new Verdict(VerdictCode.Accept), false);
    }

    private void Untrack(RuleMessage rule, bool isSure)
    {
        if (isSure)
            Untracking ??= rule;
        else
            DoubtWholly(rule);
    }

    private void SetMark(Expression expression, PacketRegisters registers, bool isSure)
    {
        switch (expression)
        {
            case MetaSetExpression { Key: MetaKey.Mark } set:
                _marks.Packet = isSure ? PacketMarks.Read(registers.Read(set.Source, sizeof(uint))) : null;
                break;
            case ConntrackSetExpression { Key: ConntrackKey.Mark } set:
                _marks.Connection = isSure ? PacketMarks.Read(registers.Read(set.Source, sizeof(uint))) : null;
                break;
            case TargetExpression target when isSure:
                _marks.Apply(target);
                break;
            case TargetExpression:
                (_marks.Packet, _marks.Connection) = (null, null);
                break;
        }
    }

    private static bool? GoesOnBehind(TargetExpression target) => Deciding.Contains(target.Extension) ? null : true;

    private static bool? GoesOnBehind(UnknownExpression unknown, PacketRegisters registers)
    {
        if (Passing.Contains(unknown.Kind))
            return true;
        if (unknown.Kind == "dynset" && !HasCondition(unknown))
            return true;
        // It may have loaded something into any of them.
        registers.Forget();
        return null;
    }

    private static bool HasCondition(UnknownExpression dynset)
    {
        foreach (NetlinkAttribute attribute in new AttributeReader(dynset.Data))
        {
            if (attribute.Type is DynamicSetExpression or DynamicSetExpressions)
                return true;
        }

        return false;
    }
}
