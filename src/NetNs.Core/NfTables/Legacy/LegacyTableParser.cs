using System.Runtime.InteropServices;
using System.Text;
using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>
/// Reads the rules of iptables-legacy as the kernel gives them out, one behind the other, chain behind chain. A chain of the user's
/// begins with an entry whose target is ERROR and bears its name; where the others begin and which entry is their policy stands in
/// the table's description.
/// <code>
/// struct ipt_entry, linux/netfilter_ipv4/ip_tables.h (IPv6: addresses of 16 bytes)
///  0   4           8    12               16   32    48      64       80    82    83       84      88     90   92        96       112
/// |src|destination|mask|destination mask|link|out  |mask   |out mask|proto|flags|inverted|nfcache|target|next|comefrom |counters|matches, target
/// </code>
/// Numbers are in the machine's byte order.
/// </summary>
internal sealed class LegacyTableParser
{
    private const int LinkNameLength = 16; // IFNAMSIZ

    // In front of each match and target: its size in two bytes, its name, its revision in one.
    private const int ExtensionHeader = 32;
    private const int ExtensionNameLength = 29; // XT_EXTENSION_MAXNAMELEN
    private const int Return = -5; // XT_RETURN

    private readonly NfFamily _family;
    private readonly string _table;
    private readonly byte[] _entries;
    private readonly int _addressLength;
    private readonly int _protocolAt;
    private readonly int _flagsAt;
    private readonly int _targetOffsetAt;
    private readonly int _headerLength;
    private readonly byte _goto;

    internal LegacyTableParser(NfFamily family, string table, byte[] entries)
    {
        bool isIPv4 = family == NfFamily.IPv4;
        (_family, _table, _entries) = (family, LegacyTable.NameOf(table), entries);
        _addressLength = isIPv4 ? 4 : 16;
        _protocolAt = (4 * _addressLength) + (4 * LinkNameLength);
        _flagsAt = _protocolAt + (isIPv4 ? 2 : 3); // IPv6 has a byte for the traffic class in between
        _targetOffsetAt = ((_flagsAt + 2 + 3) & ~3) + 4;
        _headerLength = ((_targetOffsetAt + 8 + 7) & ~7) + 16;
        _goto = (byte)(isIPv4 ? 2 : 4); // IPT_F_GOTO, IP6T_F_GOTO
    }

    /// <param name="hooks">Where the built-in chains begin, and where the entries are that are their policies.</param>
    /// <exception cref="NetlinkFormatException">The bytes are no such table.</exception>
    internal LegacyTable Parse(IReadOnlyList<(NfHook Hook, int Begin, int Policy)> hooks)
    {
        if (hooks.DistinctBy(h => h.Begin).Count() < hooks.Count || hooks.DistinctBy(h => h.Policy).Count() < hooks.Count)
            throw new NetlinkFormatException($"Two chains of table {_table} begin or end at one place.");
        Dictionary<int, string> chains = FindChains(hooks);
        Dictionary<int, NfHook> policies = hooks.ToDictionary(h => h.Policy, h => h.Hook);
        Dictionary<NfHook, VerdictCode> decided = [];
        List<RuleMessage> rules = [];
        string? chain = null;
        foreach (int at in Entries())
        {
            chain = chains.GetValueOrDefault(at, chain!);
            if (policies.TryGetValue(at, out NfHook hook))
                decided[hook] = VerdictOf(at, chains)?.Code ?? VerdictCode.Accept;
            else if (chain is not null && !IsName(at) && !IsEndOfChain(at))
                rules.Add(new RuleMessage { Family = _family, Table = _table, Chain = chain, Expressions = ExpressionsOf(at, chains) });
        }

        Dictionary<string, int> counts = rules.CountBy(r => r.Chain).ToDictionary();
        ChainMessage[] messages =
        [
            .. hooks.Select(h => Describe(NameOf(h.Hook), counts) with
            {
                Type = LegacyTable.PlainNameOf(_table) == "nat" ? "nat" : "filter",
                Policy = decided.GetValueOrDefault(h.Hook, VerdictCode.Accept),
                Hook = new ChainHook(h.Hook, PriorityOf(h.Hook)),
            }),
            .. chains.Values.Except(hooks.Select(h => NameOf(h.Hook))).Select(name => Describe(name, counts)),
        ];
        return new LegacyTable(_family, _table, messages, rules);
    }

    private ChainMessage Describe(string name, Dictionary<string, int> counts)
        => new() { Family = _family, Table = _table, Name = name, Use = (uint)counts.GetValueOrDefault(name) };

    // By where they begin. The last name is none of a chain: it marks the end.
    private Dictionary<int, string> FindChains(IReadOnlyList<(NfHook Hook, int Begin, int Policy)> hooks)
    {
        Dictionary<int, string> chains = hooks.ToDictionary(h => h.Begin, h => NameOf(h.Hook));
        foreach (int at in Entries())
        {
            if (IsName(at) && at + NextOf(at) < _entries.Length)
                chains[at + NextOf(at)] = Text(TargetOf(at)[ExtensionHeader..]);
        }

        return chains;
    }

    private IEnumerable<int> Entries()
    {
        int next;
        for (int at = 0; at < _entries.Length; at += next)
        {
            next = NextOf(at);
            yield return at;
        }
    }

    private List<Expression> ExpressionsOf(int at, Dictionary<int, string> chains)
    {
        int links = at + (4 * _addressLength);
        byte flags = _entries[at + _flagsAt], inverted = _entries[at + _flagsAt + 1];
        List<Expression> expressions =
        [
            .. Link(MetaKey.InputLinkName, links, (inverted & 0x01) != 0), // IPT_INV_VIA_IN
            .. Link(MetaKey.OutputLinkName, links + LinkNameLength, (inverted & 0x02) != 0), // IPT_INV_VIA_OUT
            .. Address(at, _family == NfFamily.IPv4 ? 12u : 8u, (inverted & 0x08) != 0), // IPT_INV_SRCIP
            .. Address(at + _addressLength, _family == NfFamily.IPv4 ? 16u : 24u, (inverted & 0x10) != 0), // IPT_INV_DSTIP
        ];
        if (_entries[at + _protocolAt] is > 0 and byte protocol)
            expressions.AddRange([new MetaExpression(MetaKey.TransportProtocol, Register.First), Compare((inverted & 0x40) != 0, [protocol])]); // XT_INV_PROTO
        if ((flags & ~_goto & (_family == NfFamily.IPv4 ? 0x01 : 0x02)) != 0)
            expressions.Add(new UnknownExpression("fragment or class", [])); // IPT_F_FRAG, IP6T_F_TOS
        for (int match = at + _headerLength; match < at + TargetOffsetOf(at); match += Math.Max(UInt16(match), (ushort)ExtensionHeader))
            expressions.Add(new MatchExpression(Text(_entries.AsSpan(match + 2, ExtensionNameLength)), _entries[match + 2 + ExtensionNameLength], DataOf(match)));
        string target = TargetNameOf(at);
        if (target.Length > 0)
            expressions.Add(new TargetExpression(target, TargetOf(at)[2 + ExtensionNameLength], TargetOf(at)[ExtensionHeader..].ToArray()));
        else if (VerdictOf(at, chains) is { } verdict)
            expressions.Add(new ImmediateExpression(verdict));
        return expressions;
    }

    private IEnumerable<Expression> Link(MetaKey key, int at, bool isInverted)
    {
        int length = _entries.AsSpan(at + (2 * LinkNameLength), LinkNameLength).IndexOf((byte)0) is >= 0 and int end ? end : LinkNameLength;
        return length == 0 ? [] : [new MetaExpression(key, Register.First), Compare(isInverted, _entries.AsSpan(at, length).ToArray())];
    }

    private IEnumerable<Expression> Address(int at, uint headerOffset, bool isInverted)
    {
        byte[] mask = _entries.AsSpan(at + (2 * _addressLength), _addressLength).ToArray();
        return mask.All(b => b == 0) ? [] :
        [
            new PayloadExpression(Register.First, PayloadBase.Network, headerOffset, (uint)_addressLength),
            new BitwiseExpression(Register.First, Register.First, mask, new byte[_addressLength]),
            Compare(isInverted, _entries.AsSpan(at, _addressLength).ToArray()),
        ];
    }

    private static CompareExpression Compare(bool isInverted, byte[] value)
        => new(Register.First, isInverted ? CompareOperation.NotEqual : CompareOperation.Equal, value);

    // Null of a rule without target: it leads to the next one.
    private Verdict? VerdictOf(int at, Dictionary<int, string> chains)
    {
        int verdict = MemoryMarshal.Read<int>(TargetOf(at)[ExtensionHeader..]);
        return verdict switch
        {
            Return => new Verdict(VerdictCode.Return),
            < 0 => new Verdict((VerdictCode)(-verdict - 1)),
            _ when verdict == at + NextOf(at) => null,
            _ => chains.TryGetValue(verdict, out string? chain)
                ? new Verdict((_entries[at + _flagsAt] & _goto) != 0 ? VerdictCode.Goto : VerdictCode.Jump, chain)
                : throw Malformed(at),
        };
    }

    // A chain of the user's has a rule of the kernel's behind its own, which sends every packet back.
    private bool IsEndOfChain(int at) => at + NextOf(at) < _entries.Length && IsName(at + NextOf(at));

    private bool IsName(int at) => TargetNameOf(at) == "ERROR";

    private string TargetNameOf(int at) => Text(TargetOf(at).Slice(2, ExtensionNameLength));

    private ReadOnlySpan<byte> TargetOf(int at) => _entries.AsSpan(at + TargetOffsetOf(at), NextOf(at) - TargetOffsetOf(at));

    private byte[] DataOf(int extension)
        => UInt16(extension) is >= ExtensionHeader and ushort size && extension + size <= _entries.Length ? _entries[(extension + ExtensionHeader)..(extension + size)] : throw Malformed(extension);

    private int TargetOffsetOf(int at) => UInt16(at + _targetOffsetAt);

    // Checks what all others rely on: a header, a target with a verdict, and an end within the table.
    private int NextOf(int at)
    {
        if (at + _headerLength > _entries.Length)
            throw Malformed(at);
        int target = TargetOffsetOf(at), next = UInt16(at + _targetOffsetAt + 2);
        return target >= _headerLength && next >= target + ExtensionHeader + sizeof(int) && at + next <= _entries.Length ? next : throw Malformed(at);
    }

    private ushort UInt16(int at) => MemoryMarshal.Read<ushort>(_entries.AsSpan(at));

    private NetlinkFormatException Malformed(int at) => new($"The entry at {at} of table {_table} is none of iptables'.");

    private int PriorityOf(NfHook hook) => LegacyTable.PlainNameOf(_table) switch
    {
        "raw" => -300, // NF_IP_PRI_RAW
        "mangle" => -150, // NF_IP_PRI_MANGLE
        "nat" when hook is NfHook.Prerouting or NfHook.Output => -100, // NF_IP_PRI_NAT_DST
        "nat" => 100, // NF_IP_PRI_NAT_SRC
        "security" => 50, // NF_IP_PRI_SECURITY
        _ => 0, // NF_IP_PRI_FILTER
    };

    internal static string NameOf(NfHook hook) => hook switch
    {
        NfHook.Prerouting => "PREROUTING",
        NfHook.Input => "INPUT",
        NfHook.Forward => "FORWARD",
        NfHook.Output => "OUTPUT",
        _ => "POSTROUTING",
    };

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is >= 0 and int end ? bytes[..end] : bytes);
}
