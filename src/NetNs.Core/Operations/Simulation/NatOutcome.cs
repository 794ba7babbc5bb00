using System.Buffers.Binary;
using System.Net;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>How an address is translated.</summary>
internal enum NatMethod // ours
{
    /// <summary>To one that the rule names.</summary>
    Fixed,

    /// <summary>To the address of the link that the packet leaves by.</summary>
    Masquerade,

    /// <summary>To an address of the namespace itself.</summary>
    Redirect,
}

/// <summary>What a rule makes of the addresses of a packet.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="IsSource">Whether the source is translated; else the destination.</param>
/// <param name="Method">How.</param>
/// <param name="Address">The new address; null where it stays.</param>
/// <param name="Port">The new port; null where it stays.</param>
/// <param name="IsKnown">False where the rule takes one of several, or is not understood.</param>
internal sealed record NatOutcome(RuleMessage Rule, bool IsSource, NatMethod Method, IPAddress? Address = null, ushort? Port = null, bool IsKnown = true)
{
    private const ushort RedirectPortMin = 1; // NFTA_REDIR_REG_PROTO_MIN
    private const uint MapsAddresses = 1; // NF_NAT_RANGE_MAP_IPS
    private const uint MapsPorts = 2; // NF_NAT_RANGE_PROTO_SPECIFIED

    internal static NatOutcome Of(RuleMessage rule, Expression expression, PacketRegisters registers) => expression switch
    {
        NatExpression nat => OfNat(rule, nat, registers),
        MasqueradeExpression => new NatOutcome(rule, true, NatMethod.Masquerade),
        UnknownExpression { Kind: "redir" } redirect => OfRedirect(rule, redirect, registers),
        TargetExpression target => OfTarget(rule, target),
        _ => new NatOutcome(rule, false, NatMethod.Fixed, IsKnown: false),
    };

    private static NatOutcome OfNat(RuleMessage rule, NatExpression nat, PacketRegisters registers)
    {
        int length = nat.Family == NfFamily.IPv6 ? 16 : 4;
        IPAddress? address = null;
        bool isKnown = (nat.Flags & NatFlags.NetMap) == 0;
        if (nat.AddressMin is { } register)
        {
            PacketValue value = registers.Read(register, length);
            isKnown &= value.Certainty == Certainty.Known;
            address = new IPAddress(value.Bytes);
            if (nat.AddressMax is { } last && last != register)
                isKnown &= registers.Read(last, length).Bytes.AsSpan().SequenceEqual(value.Bytes);
        }

        ushort? port = nat.PortMin is { } portRegister ? PortIn(registers, portRegister, ref isKnown) : null;
        if (nat.PortMax is { } lastPort && nat.PortMin != lastPort)
            isKnown &= PortIn(registers, lastPort, ref isKnown) == port;
        return new NatOutcome(rule, nat.Type == NatType.Source, NatMethod.Fixed, address, port, isKnown);
    }

    private static NatOutcome OfRedirect(RuleMessage rule, UnknownExpression redirect, PacketRegisters registers)
    {
        ushort? port = null;
        bool isKnown = true;
        foreach (NetlinkAttribute attribute in new AttributeReader(redirect.Data))
        {
            if (attribute.Type == RedirectPortMin)
                port = PortIn(registers, new Register(attribute.UInt32BigEndian), ref isKnown);
        }

        return new NatOutcome(rule, false, NatMethod.Redirect, null, port, isKnown);
    }

    private static ushort PortIn(PacketRegisters registers, Register register, ref bool isKnown)
    {
        PacketValue value = registers.Read(register, sizeof(ushort));
        isKnown &= value.Certainty == Certainty.Known;
        return BinaryPrimitives.ReadUInt16BigEndian(value.Bytes);
    }

    // Three structs tell ranges to targets of iptables: nf_nat_ipv4_multi_range_compat (IPv4, revision 0), nf_nat_range (1) and nf_nat_range2 (2).
    private static NatOutcome OfTarget(RuleMessage rule, TargetExpression target)
    {
        bool isSource = target.Extension is "SNAT" or "MASQUERADE";
        NatMethod method = target.Extension switch
        {
            "MASQUERADE" => NatMethod.Masquerade,
            "REDIRECT" => NatMethod.Redirect,
            _ => NatMethod.Fixed,
        };
        byte[] info = target.Info;
        bool isIPv4 = rule.Family == NfFamily.IPv4;
        if (isIPv4 && info.Length is >= 20 and < 36)
            return With(info, 4, 8, 12, 4, 16);
        if (info.Length >= 40)
            return With(info, 0, 4, 20, isIPv4 ? 4 : 16, 36);
        return new NatOutcome(rule, isSource, method, IsKnown: false);

        NatOutcome With(byte[] bytes, int flagsAt, int first, int last, int length, int portAt)
        {
            uint flags = BitConverter.ToUInt32(bytes, flagsAt);
            bool isOne = bytes.AsSpan(first, length).SequenceEqual(bytes.AsSpan(last, length));
            IPAddress? address = (flags & MapsAddresses) != 0 && method == NatMethod.Fixed ? new IPAddress(bytes.AsSpan(first, length)) : null;
            ushort? port = (flags & MapsPorts) != 0 ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(portAt)) : null;
            return new NatOutcome(rule, isSource, method, address, port, address is null || isOne);
        }
    }
}
