using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// A rule as text, to compare one of ours with what the kernel has: counts, comments and the numbers that the kernel gives to sets
/// without a name are left out.
/// </summary>
internal static class RuleText
{
    internal static string Of(RuleMessage rule) => string.Join("; ", rule.Expressions.Select(Of));

    private static string Of(Expression expression) => expression switch
    {
        MetaExpression meta => $"meta {(uint)meta.Key} > {meta.Destination.Word}",
        PayloadExpression payload => $"payload {payload.Base} {payload.Offset} {payload.Length} > {payload.Destination.Word}",
        ConntrackExpression conntrack => $"ct {(uint)conntrack.Key} > {conntrack.Destination.Word}",
        FibExpression fib => $"fib {fib.Result} {fib.Flags} > {fib.Destination.Word}",
        CompareExpression compare => $"{compare.Source.Word} {compare.Operation} {Convert.ToHexString(compare.Value)}",
        BitwiseExpression bitwise => $"{bitwise.Source.Word} & {Convert.ToHexString(bitwise.Mask)} ^ {Convert.ToHexString(bitwise.Xor)} > {bitwise.Destination.Word}",
        LookupExpression lookup => $"lookup {NameOf(lookup.Set)} {lookup.Source.Word} {lookup.Flags} > {lookup.Destination?.Word}",
        NatExpression nat => $"nat {nat.Type} {nat.Family} {nat.AddressMin?.Word} {nat.PortMin?.Word}",
        MasqueradeExpression => "masquerade",
        CounterExpression => "counter",
        ImmediateExpression { Verdict: { } verdict } => $"{verdict.Code} {verdict.Chain}",
        _ => $"{expression.Name}?", // no rule of ours has such a step
    };

    private static string NameOf(string set) => set.StartsWith("__set", StringComparison.Ordinal) ? "__set" : set;
}
