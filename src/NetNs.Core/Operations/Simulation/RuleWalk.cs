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

/// <summary>
/// Follows a packet that does not exist through chains of rules, as the kernel would. A rule that asks for something that is not known
/// of the packet does not apply to it: what is found is what happens to a packet with nothing special about it.
/// </summary>
internal sealed partial class RuleWalk(RulesetView ruleset, SamplePacket packet, PacketMarks? marks = null)
{
    private readonly PacketMarks _marks = marks ?? new PacketMarks();
    // The kernel refuses rulesets that jump deeper.
    private const int DeepestJump = 16;

    /// <summary>The rule that translates the destination, where a chain of NAT decides so.</summary>
    internal RuleMessage? Translation { get; private set; }

    /// <summary>The rule that takes the packet from connection tracking, so that nothing is translated.</summary>
    internal RuleMessage? Untracking { get; private set; }

    /// <summary>Whether a rule that it came to asked for its ports; if not, any other port fares alike.</summary>
    internal bool AskedForPorts { get; private set; }

    /// <summary>What becomes of the packet at a base chain.</summary>
    internal PacketFate Follow(ChainMessage chain)
        => Follow(chain.Family, chain.Table, chain.Name, 0) ?? new PacketFate(chain.Policy ?? VerdictCode.Accept, null);

    // Null where the packet comes out at the end.
    private PacketFate? Follow(NfFamily family, string table, string chain, int depth)
    {
        foreach (RuleMessage rule in ruleset.RulesOf(family, table, chain))
        {
            switch (Apply(rule, depth))
            {
                case (null, _):
                    continue;
                case ({ Code: VerdictCode.Return }, _):
                    return null;
                case ({ Code: VerdictCode.Jump, Chain: { } target }, _) when depth < DeepestJump:
                    if (Follow(family, table, target, depth + 1) is { } fate)
                        return fate;
                    continue;
                case ({ Code: VerdictCode.Goto, Chain: { } target }, _) when depth < DeepestJump:
                    return Follow(family, table, target, depth + 1);
                case ({ Code: VerdictCode.Drop }, bool rejects):
                    return new PacketFate(VerdictCode.Drop, rule, rejects);
                case ({ Code: VerdictCode.Continue or VerdictCode.Break }, _):
                    continue;
                default:
                    return new PacketFate(VerdictCode.Accept, rule);
            }
        }

        return null;
    }

    // The verdict of a rule that applies to the packet and has one; null of all others. One that may or may not apply is noted, see Doubts.
    private (Verdict? Verdict, bool Rejects) Apply(RuleMessage rule, int depth)
    {
        var registers = new PacketRegisters();
        bool isSure = true;
        foreach (Expression expression in rule.Expressions)
        {
            switch (expression)
            {
                case ImmediateExpression { Verdict: { } verdict }:
                    return Decide(rule, verdict, isSure, depth);
                case UnknownExpression { Kind: "reject" } or TargetExpression { Extension: "REJECT" }:
                    return (Decide(rule, new Verdict(VerdictCode.Drop), isSure, depth).Verdict, true);
                case UnknownExpression { Kind: "queue" } or TargetExpression { Extension: "NFQUEUE" }:
                    return Decide(rule, new Verdict(VerdictCode.Queue), isSure, depth);
                case NatExpression or MasqueradeExpression or UnknownExpression { Kind: "redir" } or TargetExpression { Extension: "DNAT" or "REDIRECT" or "SNAT" or "MASQUERADE" }:
                    return Translate(rule, expression, registers, isSure);
                case UnknownExpression { Kind: "notrack" } or TargetExpression { Extension: "NOTRACK" } or TargetExpression { Extension: "CT", Info: [1 or 3, ..] }:
                    Untrack(rule, isSure);
                    break;
                case MetaSetExpression or ConntrackSetExpression or TargetExpression { Extension: "MARK" or "CONNMARK" }:
                    SetMark(expression, registers, isSure);
                    break;
                case LookupExpression lookup:
                    if (LookUp(rule, lookup, registers, out Verdict? found) is var isThere && isThere == false)
                        return default;
                    if (found is not null)
                        return Decide(rule, found, isSure, depth);
                    if (isThere is null && lookup.Destination == Register.ForVerdict)
                        return DoubtWholly(rule);
                    isSure &= isThere == true;
                    break;
                default:
                    if (TryLoad(expression, registers))
                        break;
                    if (GoesOn(expression, registers) is var goesOn && goesOn == false)
                        return default;
                    isSure &= goesOn == true;
                    break;
            }
        }

        return default;
    }

    private bool TryLoad(Expression expression, PacketRegisters registers)
    {
        AskedForPorts |= expression is PayloadExpression { Base: PayloadBase.Transport };
        (Register destination, PacketValue value) = expression switch
        {
            MetaExpression { Key: MetaKey.Mark } meta => (meta.Destination, _marks.PacketValue),
            MetaExpression meta => (meta.Destination, packet.Load(meta.Key)),
            PayloadExpression payload => (payload.Destination, packet.Load(payload.Base, payload.Offset, payload.Length)),
            ConntrackExpression { Key: ConntrackKey.Mark } conntrack => (conntrack.Destination, _marks.ConnectionValue),
            ConntrackExpression conntrack => (conntrack.Destination, packet.Load(conntrack.Key)),
            ImmediateExpression { Value: { } constant } immediate => (immediate.Destination, new PacketValue(Certainty.Known, constant)),
            FibExpression { Result: FibResult.AddressType, Flags: FibFlags.Destination } fib when packet.Fib is null && packet.IsToHost is { } isToHost
                => (fib.Destination, PacketValue.Known((uint)(isToHost ? FibAddressType.Local : FibAddressType.Unicast))),
            FibExpression fib => (fib.Destination, packet.Fib?.Invoke(fib) ?? PacketValue.Unknown(sizeof(uint) * 4)),
            BitwiseExpression bitwise => (bitwise.Destination, Mask(bitwise, registers)),
            ByteOrderExpression order => (order.Destination, Turn(order, registers)),
            _ => (Register.ForVerdict, default),
        };
        if (value.Bytes is null)
            return false;
        registers.Load(destination, value);
        return true;
    }

    private static PacketValue Mask(BitwiseExpression bitwise, PacketRegisters registers)
    {
        PacketValue value = registers.Read(bitwise.Source, bitwise.Mask.Length);
        for (int i = 0; i < value.Bytes.Length; i++)
            value.Bytes[i] = (byte)((value.Bytes[i] & bitwise.Mask[i]) ^ (i < bitwise.Xor.Length ? bitwise.Xor[i] : 0));
        return value;
    }

    private static PacketValue Turn(ByteOrderExpression order, PacketRegisters registers)
    {
        PacketValue value = registers.Read(order.Source, (int)Math.Min(order.Length, Register.WordCount * sizeof(uint)));
        for (int i = 0; BitConverter.IsLittleEndian && order.Size > 0 && i + order.Size <= value.Bytes.Length; i += (int)order.Size)
            value.Bytes.AsSpan(i, (int)order.Size).Reverse();
        return value;
    }

    // Whether a condition holds, or there is none; null where that is not known.
    private bool? GoesOn(Expression expression, PacketRegisters registers) => expression switch
    {
        CompareExpression compare => Compare(compare, registers.Read(compare.Source, compare.Value.Length)),
        RangeExpression range => IsWithin(range, registers.Read(range.Source, range.From.Length)),
        MatchExpression { Extension: "comment" } => true,
        MatchExpression { Extension: "conntrack" or "state" } match => XtConntrackInfo.Matches(match, packet.State, packet.Translated),
        MatchExpression { Extension: "mark" or "connmark" } match => _marks.Matches(match),
        MatchExpression match => AsksPorts(match) ? XtMatches.Matches(match, packet) : null,
        CounterExpression => true,
        TargetExpression target => GoesOnBehind(target),
        UnknownExpression unknown => GoesOnBehind(unknown, registers),
        _ => null,
    };

    private bool AsksPorts(MatchExpression match)
    {
        AskedForPorts |= match.Extension is "tcp" or "udp" or "sctp" or "multiport";
        return true;
    }

    private static bool? Compare(CompareExpression compare, PacketValue value) => value.Certainty switch
    {
        Certainty.Unknown => null,
        Certainty.Other => compare.Operation == CompareOperation.NotEqual,
        _ => (compare.Operation, value.Bytes.AsSpan().SequenceCompareTo(compare.Value)) switch
        {
            (CompareOperation.Equal, int order) => order == 0,
            (CompareOperation.NotEqual, int order) => order != 0,
            (CompareOperation.Less, int order) => order < 0,
            (CompareOperation.LessOrEqual, int order) => order <= 0,
            (CompareOperation.Greater, int order) => order > 0,
            (_, int order) => order >= 0,
        },
    };

    private static bool? IsWithin(RangeExpression range, PacketValue value)
    {
        if (value.Certainty == Certainty.Unknown)
            return null;
        bool isInside = value.Certainty == Certainty.Known
            && value.Bytes.AsSpan().SequenceCompareTo(range.From) >= 0 && value.Bytes.AsSpan().SequenceCompareTo(range.To) <= 0;
        return isInside == (range.Operation == RangeOperation.Inside);
    }

    // False where the rule goes no further, null where that is not known.
    private bool? LookUp(RuleMessage rule, LookupExpression lookup, PacketRegisters registers, out Verdict? verdict)
    {
        verdict = null;
        if (ruleset.FindSet(rule.Family, rule.Table, lookup.Set) is not { } set)
            return null;
        PacketValue key = registers.Read(lookup.Source, set.KeyLength);
        if (key.Certainty == Certainty.Unknown)
            return null;
        SetElement? element = ruleset.FindElement(set, key.Certainty == Certainty.Known ? key.Bytes : null);
        if (lookup.Flags.HasFlag(LookupFlags.Inverted))
            return element is null;
        if (element is not null && lookup.Destination is { } destination)
        {
            verdict = element.Verdict;
            if (element.Value is { } value)
                registers.Load(destination, new PacketValue(Certainty.Known, value));
        }

        return element is not null;
    }
}
