using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetNs.NfTables;

/// <summary>
/// Puts the expressions of a rule together the way the nft tool does, so that its listing shows the rule as a person
/// would write it. Each step is one phrase of the listing, which stands in its summary.
/// </summary>
internal sealed class RuleBuilder
{
    private readonly List<Expression> _expressions = [];

    /// <summary>What was put together so far.</summary>
    internal IReadOnlyList<Expression> Expressions => _expressions;

    internal RuleMessage In(string table, string chain, string? comment = null) => new()
    {
        Family = NfFamily.Inet,
        Table = table,
        Chain = chain,
        Expressions = [.. _expressions],
        UserData = UserData.OfComment(comment),
    };

    /// <summary><c>meta nfproto ipv4</c>: must stand before anything that reads an address; the listing then leaves it out.</summary>
    internal RuleBuilder Family(NfFamily family) => Add(
        new MetaExpression(MetaKey.NetfilterProtocol, Register.First),
        new CompareExpression(Register.First, CompareOperation.Equal, [(byte)family]));

    /// <summary><c>fib daddr type local</c>: it is for this host, by whichever of its addresses.</summary>
    internal RuleBuilder DestinationIsLocal() => Add(
        new FibExpression(Register.First, FibResult.AddressType, FibFlags.Destination),
        new CompareExpression(Register.First, CompareOperation.Equal, Number((uint)FibAddressType.Local)));

    /// <summary><c>ct status dnat</c>: somebody translated the destination of this connection.</summary>
    internal RuleBuilder DestinationWasTranslated() => Add(
        new ConntrackExpression(ConntrackKey.Status, Register.First),
        new BitwiseExpression(Register.First, Register.First, Number((uint)ConntrackStatus.DestinationTranslated), Number(0)),
        new CompareExpression(Register.First, CompareOperation.NotEqual, Number(0)));

    /// <summary><c>iif != "lo"</c></summary>
    internal RuleBuilder NotFromLink(int index) => Add(
        new MetaExpression(MetaKey.InputLink, Register.First),
        new CompareExpression(Register.First, CompareOperation.NotEqual, Number((uint)index)));

    /// <summary><c>oif != "lo"</c></summary>
    internal RuleBuilder NotToLink(int index) => Add(
        new MetaExpression(MetaKey.OutputLink, Register.First),
        new CompareExpression(Register.First, CompareOperation.NotEqual, Number((uint)index)));

    /// <summary><c>ip saddr 127.0.0.0/8</c></summary>
    internal RuleBuilder SourceWithin(IPNetwork prefix) => Within(prefix, IsIPv4(prefix) ? PacketField.IPv4Source : PacketField.IPv6Source);

    /// <summary><c>ip daddr 127.0.0.0/8</c></summary>
    internal RuleBuilder DestinationWithin(IPNetwork prefix) => Within(prefix, IsIPv4(prefix) ? PacketField.IPv4Destination : PacketField.IPv6Destination);

    /// <summary><c>ip saddr . oifname @set</c></summary>
    internal RuleBuilder InSet(string set, params ReadOnlySpan<PacketField> key)
    {
        Load(key);
        return Add(new LookupExpression(set, Register.First));
    }

    /// <summary><c>ip daddr != @set</c></summary>
    internal RuleBuilder NotInSet(string set, params ReadOnlySpan<PacketField> key)
    {
        Load(key);
        return Add(new LookupExpression(set, Register.First) { Flags = LookupFlags.Inverted });
    }

    /// <summary><c>meta l4proto { tcp, udp }</c>: the braces are an anonymous set of the same batch; see <see cref="NfBatch.AddAnonymousSet"/>.</summary>
    internal RuleBuilder InAnonymousSet(SetMessage set, params ReadOnlySpan<PacketField> key)
    {
        Load(key);
        return Add(new LookupExpression(set.Name, Register.First) { SetId = set.Id });
    }

    /// <summary><c>meta l4proto 6</c></summary>
    internal RuleBuilder Protocol(byte number) => Add(
        new MetaExpression(MetaKey.TransportProtocol, Register.First),
        new CompareExpression(Register.First, CompareOperation.Equal, [number]));

    /// <summary><c>th dport 80</c>, or <c>th sport 80</c>; <see cref="Protocol"/> comes first.</summary>
    internal RuleBuilder Port(ushort number, bool isSource) => Add(
        new PayloadExpression(Register.First, PayloadBase.Transport, isSource ? 0u : 2u, 2),
        new CompareExpression(Register.First, CompareOperation.Equal, [(byte)(number >> 8), (byte)number]));

    /// <summary><c>meta nftrace set 1</c></summary>
    internal RuleBuilder Trace() => Add(
        new ImmediateExpression(Register.First, [1]),
        new MetaSetExpression(MetaKey.Trace, Register.First));

    /// <summary><c>counter</c></summary>
    internal RuleBuilder Count() => Add(new CounterExpression(0, 0));

    /// <summary><c>drop</c></summary>
    internal RuleBuilder Drop() => Add(new ImmediateExpression(new Verdict(VerdictCode.Drop)));

    /// <summary><c>return</c></summary>
    internal RuleBuilder Return() => Add(new ImmediateExpression(new Verdict(VerdictCode.Return)));

    /// <summary><c>jump publish</c></summary>
    internal RuleBuilder Jump(string chain) => Add(new ImmediateExpression(new Verdict(VerdictCode.Jump, chain)));

    /// <summary><c>masquerade</c></summary>
    internal RuleBuilder Masquerade() => Add(new MasqueradeExpression());

    /// <summary><c>dnat ip to meta l4proto . th dport map @map</c>: the map's values are an address and a port.</summary>
    internal RuleBuilder TranslateDestination(NfFamily family, string map, params ReadOnlySpan<PacketField> key)
    {
        KeyField address = family == NfFamily.IPv4 ? KeyField.IPv4Address : KeyField.IPv6Address;
        LoadFromMap(map, key);
        return Add(new NatExpression(NatType.Destination, family) { AddressMin = Register.First, PortMin = Register.AtWord(address.Words) });
    }

    /// <summary><c>snat ip to ip saddr map @map</c>: the map's values are addresses.</summary>
    internal RuleBuilder TranslateSource(NfFamily family, string map, params ReadOnlySpan<PacketField> key)
    {
        LoadFromMap(map, key);
        return Add(new NatExpression(NatType.Source, family) { AddressMin = Register.First });
    }

    private RuleBuilder Within(IPNetwork prefix, PacketField field)
    {
        byte[] address = prefix.BaseAddress.GetAddressBytes();
        var load = (PayloadExpression)field.Load(Register.First);
        if (prefix.PrefixLength % 8 == 0)
        {
            // Whole bytes need no mask.
            byte[] head = address[..(prefix.PrefixLength / 8)];
            return head.Length == 0
                ? this
                : Add(load with { Length = (uint)head.Length }, new CompareExpression(Register.First, CompareOperation.Equal, head));
        }

        AddressInterval interval = AddressInterval.Of(prefix);
        byte[] mask = [.. interval.First.Zip(interval.Last, (first, last) => (byte)~(first ^ last))];
        return Add(
            load,
            new BitwiseExpression(Register.First, Register.First, mask, new byte[mask.Length]),
            new CompareExpression(Register.First, CompareOperation.Equal, address));
    }

    private void LoadFromMap(string map, ReadOnlySpan<PacketField> key)
    {
        Load(key);
        Add(new LookupExpression(map, Register.First) { Destination = Register.First });
    }

    private void Load(ReadOnlySpan<PacketField> key)
    {
        int word = 0;
        foreach (PacketField part in key)
        {
            Add(part.Load(Register.AtWord(word)));
            word += part.Field.Words;
        }
    }

    private RuleBuilder Add(params ReadOnlySpan<Expression> expressions)
    {
        _expressions.AddRange(expressions);
        return this;
    }

    private static bool IsIPv4(IPNetwork prefix) => prefix.BaseAddress.AddressFamily == AddressFamily.InterNetwork;

    // What the kernel itself puts into a register is in the machine's order.
    private static byte[] Number(uint value) => MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)).ToArray();
}
