using System.Net;
using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What a trace message is about, linux/netfilter/nf_tables.h.</summary>
internal enum TraceType : uint
{
    Unspecified = 0, // NFT_TRACETYPE_UNSPEC
    Policy = 1, // NFT_TRACETYPE_POLICY
    Return = 2, // NFT_TRACETYPE_RETURN
    Rule = 3, // NFT_TRACETYPE_RULE
}

/// <summary>Attributes of a trace message, linux/netfilter/nf_tables.h.</summary>
internal static class TraceAttribute
{
    internal const ushort Table = 1; // NFTA_TRACE_TABLE
    internal const ushort Chain = 2; // NFTA_TRACE_CHAIN
    internal const ushort RuleHandle = 3; // NFTA_TRACE_RULE_HANDLE
    internal const ushort Type = 4; // NFTA_TRACE_TYPE
    internal const ushort Verdict = 5; // NFTA_TRACE_VERDICT
    internal const ushort Id = 6; // NFTA_TRACE_ID
    internal const ushort NetworkHeader = 8; // NFTA_TRACE_NETWORK_HEADER
    internal const ushort Policy = 16; // NFTA_TRACE_POLICY
}

/// <summary>NFT_MSG_TRACE: a rule, or the policy of a chain, has seen a packet that is traced. Multicast to NFNLGRP_NFTRACE; from the kernel only.</summary>
internal sealed record TraceMessage : INetlinkMessage<TraceMessage>
{
    /// <summary>The multicast group that hears them, linux/netfilter/nfnetlink.h.</summary>
    internal const uint Group = 9; // NFNLGRP_NFTRACE

    private const int IPv4Version = 4;
    private const int IPv4Source = 12; // struct iphdr, linux/ip.h
    private const int IPv6Source = 8; // struct ipv6hdr, linux/ipv6.h

    public static ushort ReplyType => NfMessageType.Of(NfMessageType.Trace);

    internal NfFamily Family { get; init; }

    internal string Table { get; init; } = "";

    internal string Chain { get; init; } = "";

    internal ulong RuleHandle { get; init; }

    internal TraceType Type { get; init; }

    /// <summary>What the rule decided.</summary>
    internal VerdictCode? Verdict { get; init; }

    /// <summary>What the policy of the chain decided.</summary>
    internal VerdictCode? Policy { get; init; }

    /// <summary>The same for all messages about one packet in one namespace.</summary>
    internal uint Id { get; init; }

    /// <summary>Where the packet comes from and goes; null where the message does not have its header.</summary>
    internal (IPAddress Source, IPAddress Destination)? Addresses { get; init; }

    /// <summary>Whether the packet ends here.</summary>
    internal bool IsDropped => Type == TraceType.Rule ? Verdict == VerdictCode.Drop : Type == TraceType.Policy && Policy == VerdictCode.Drop;

    /// <inheritdoc/>
    public static TraceMessage Parse(ReadOnlySpan<byte> payload)
    {
        NfHeader header = NfHeader.Read(payload, out AttributeReader attributes);
        var message = new TraceMessage { Family = header.Family };
        foreach (NetlinkAttribute attribute in attributes)
        {
            message = attribute.Type switch
            {
                TraceAttribute.Table => message with { Table = attribute.String },
                TraceAttribute.Chain => message with { Chain = attribute.String },
                TraceAttribute.RuleHandle => message with { RuleHandle = attribute.UInt64BigEndian },
                TraceAttribute.Type => message with { Type = (TraceType)attribute.UInt32BigEndian },
                TraceAttribute.Verdict => message with { Verdict = NfTables.Verdict.Parse(in attribute).Code },
                TraceAttribute.Id => message with { Id = attribute.UInt32BigEndian },
                TraceAttribute.NetworkHeader => message with { Addresses = AddressesOf(attribute.Value) },
                TraceAttribute.Policy => message with { Policy = (VerdictCode)attribute.UInt32BigEndian },
                _ => message,
            };
        }

        return message;
    }

    private static (IPAddress Source, IPAddress Destination)? AddressesOf(ReadOnlySpan<byte> header)
    {
        if (header.Length == 0)
            return null;
        (int start, int length) = header[0] >> 4 == IPv4Version ? (IPv4Source, 4) : (IPv6Source, 16);
        return header.Length < start + (2 * length) ? null : (new IPAddress(header.Slice(start, length)), new IPAddress(header.Slice(start + length, length)));
    }
}
