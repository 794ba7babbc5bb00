using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// A rule as a person would write it for nft, for a message: what it looks at and what it does. Parts that are not known stand in brackets.
/// It is for reading, and need not be what nft takes.
/// </summary>
internal sealed class FilterRuleText
{
    private readonly string[] _registers = new string[Register.WordCount];
    private readonly StringBuilder _text = new();

    private FilterRuleText() => Array.Fill(_registers, "");

    internal static string Of(RuleMessage rule)
    {
        var text = new FilterRuleText();
        foreach (Expression expression in rule.Expressions)
            text.Add(expression);
        if (rule.Comment is { Length: > 0 } comment)
            text.Word($"comment {comment}");
        return text._text.Length == 0 ? "(nothing)" : text._text.ToString();
    }

    private void Add(Expression expression)
    {
        switch (expression)
        {
            case MetaExpression meta:
                Load(meta.Destination, MetaWord(meta.Key));
                break;
            case PayloadExpression payload:
                Load(payload.Destination, PayloadWord(payload));
                break;
            case ConntrackExpression conntrack:
                Load(conntrack.Destination, $"ct {conntrack.Key.ToString().ToLowerInvariant()}");
                break;
            case FibExpression fib:
                Load(fib.Destination, $"fib {Flags(fib.Flags)} {(fib.Result == FibResult.AddressType ? "type" : "oif")}");
                break;
            case BitwiseExpression bitwise:
                Load(bitwise.Destination, Masked(Read(bitwise.Source), bitwise.Mask));
                break;
            case ByteOrderExpression order:
                Load(order.Destination, Read(order.Source));
                break;
            case ImmediateExpression { Value: { } value } immediate:
                Load(immediate.Destination, Value("", value));
                break;
            case CompareExpression compare when Read(compare.Source) is "meta nfproto" or "meta l4proto" && compare.Operation == CompareOperation.Equal && compare.Value.Length == 1:
                Word(Read(compare.Source) == "meta nfproto" ? compare.Value[0] == (byte)NfFamily.IPv4 ? "meta nfproto ipv4" : "meta nfproto ipv6" : ProtocolWord(compare.Value[0]));
                break;
            case CompareExpression { Operation: CompareOperation.NotEqual } compare when Read(compare.Source).StartsWith("ct state ", StringComparison.Ordinal):
                Word(Read(compare.Source));
                break;
            case CompareExpression compare:
                Word($"{Read(compare.Source)} {Sign(compare.Operation)}{Value(Read(compare.Source), compare.Value)}");
                break;
            case RangeExpression range:
                Word($"{Read(range.Source)} {(range.Operation == RangeOperation.Outside ? "!= " : "")}{Value(Read(range.Source), range.From)}-{Value(Read(range.Source), range.To)}");
                break;
            case LookupExpression lookup:
                string map = $"{Read(lookup.Source)} {(lookup.Flags.HasFlag(LookupFlags.Inverted) ? "!= " : "")}@{lookup.Set}";
                if (lookup.Destination is { } destination && destination != Register.ForVerdict)
                    Load(destination, map);
                else
                    Word(lookup.Destination is null ? map : map.Replace("@", "vmap @", StringComparison.Ordinal));
                break;
            default:
                Word(WordOf(expression));
                break;
        }
    }

    private string? WordOf(Expression expression) => expression switch
    {
        ImmediateExpression { Verdict: { } verdict } => VerdictWord(verdict),
        CounterExpression => null,
        NatExpression nat => $"{(nat.Type == NatType.Source ? "snat" : "dnat")} to {(nat.AddressMin is { } a ? Read(a) : "")}{(nat.PortMin is { } p ? $":{Read(p)}" : "")}",
        MasqueradeExpression => "masquerade",
        MatchExpression { Extension: "comment" } => null,
        MatchExpression match => $"-m {match.Extension}",
        TargetExpression target => $"-j {target.Extension}",
        MetaSetExpression set => $"{MetaWord(set.Key)} set {Read(set.Source)}",
        ConntrackSetExpression set => $"ct {set.Key.ToString().ToLowerInvariant()} set {Read(set.Source)}",
        UnknownExpression { Kind: "reject" or "notrack" or "log" or "queue" } known => known.Kind,
        UnknownExpression unknown => $"[{unknown.Kind}]",
        _ => $"[{expression.Name}]",
    };

    private static string VerdictWord(Verdict verdict) => verdict.Chain is { } chain
        ? $"{verdict.Code.ToString().ToLowerInvariant()} {chain}" : verdict.Code.ToString().ToLowerInvariant();

    private static string MetaWord(MetaKey key) => key switch
    {
        MetaKey.InputLink => "iif",
        MetaKey.OutputLink => "oif",
        MetaKey.InputLinkName => "iifname",
        MetaKey.OutputLinkName => "oifname",
        MetaKey.NetfilterProtocol => "meta nfproto",
        MetaKey.TransportProtocol => "meta l4proto",
        MetaKey.BridgePortInName => "ibrname",
        MetaKey.BridgePortOutName => "obrname",
        _ => $"meta {key.ToString().ToLowerInvariant()}",
    };

    private static string PayloadWord(PayloadExpression payload) => (payload.Base, payload.Offset, payload.Length) switch
    {
        (PayloadBase.Network, 9, 1) => "ip protocol",
        (PayloadBase.Network, 12, <= 4) => "ip saddr",
        (PayloadBase.Network, 16, <= 4) => "ip daddr",
        (PayloadBase.Network, 6, 1) => "ip6 nexthdr",
        (PayloadBase.Network, 8, _) => "ip6 saddr",
        (PayloadBase.Network, 24, _) => "ip6 daddr",
        (PayloadBase.Transport, 0, 1) => "icmp type",
        (PayloadBase.Transport, 0, 2) => "sport",
        (PayloadBase.Transport, 2, 2) => "dport",
        (PayloadBase.Link, 0, 6) => "ether daddr",
        (PayloadBase.Link, 6, 6) => "ether saddr",
        (PayloadBase header, uint offset, uint length) => $"[{header.ToString().ToLowerInvariant()} {offset} {length}]",
    };

    private static string Value(string of, byte[] value)
    {
        if (of is "iifname" or "oifname" or "ibrname" or "obrname")
            return Encoding.UTF8.GetString(value).TrimEnd('\0');
        if (of.Contains("addr", StringComparison.Ordinal) && value.Length is 4 or 16)
            return new IPAddress(value).ToString();
        if (of.StartsWith("ct state", StringComparison.Ordinal) && value.Length == sizeof(uint))
            return ((ConntrackState)BitConverter.ToUInt32(value)).ToString().ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal);
        return (of, value.Length) switch
        {
            (_, 1) => value[0].ToString(CultureInfo.InvariantCulture),
            (_, 2) => BinaryPrimitives.ReadUInt16BigEndian(value).ToString(CultureInfo.InvariantCulture),
            ("iif" or "oif", 4) => BitConverter.ToUInt32(value).ToString(CultureInfo.InvariantCulture),
            (_, 4) => $"0x{BitConverter.ToUInt32(value):x}",
            _ => $"0x{Convert.ToHexStringLower(value)}",
        };
    }

    private static string Masked(string word, byte[] mask)
    {
        if (word == "ct state" && mask.Length == sizeof(uint))
            return $"ct state {Value(word, mask)}";
        int bits = mask.Sum(b => System.Numerics.BitOperations.PopCount(b));
        return word.EndsWith("addr", StringComparison.Ordinal) ? $"{word} /{bits}" : $"{word} & 0x{Convert.ToHexStringLower(mask)}";
    }

    private static string ProtocolWord(byte number) => number switch
    {
        1 => "icmp", // IPPROTO_ICMP
        6 => "tcp", // IPPROTO_TCP
        17 => "udp", // IPPROTO_UDP
        58 => "icmpv6", // IPPROTO_ICMPV6
        _ => $"meta l4proto {number}",
    };

    private static string Flags(FibFlags flags)
        => string.Join(" . ", new[] { (FibFlags.Source, "saddr"), (FibFlags.Destination, "daddr"), (FibFlags.Mark, "mark"), (FibFlags.InputLink, "iif"), (FibFlags.OutputLink, "oif") }
            .Where(f => flags.HasFlag(f.Item1)).Select(f => f.Item2));

    private static string Sign(CompareOperation operation) => operation switch
    {
        CompareOperation.Equal => "",
        CompareOperation.NotEqual => "!= ",
        CompareOperation.Less => "< ",
        CompareOperation.LessOrEqual => "<= ",
        CompareOperation.Greater => "> ",
        _ => ">= ",
    };

    private void Load(Register register, string word)
    {
        if (register.Word is { } number)
            _registers[number] = word;
    }

    private string Read(Register register) => register.Word is { } number ? _registers[number] : "";

    private void Word(string? word)
    {
        if (string.IsNullOrEmpty(word))
            return;
        if (_text.Length > 0)
            _text.Append(' ');
        _text.Append(word);
    }
}
