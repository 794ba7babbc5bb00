using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Tests.Support;

/// <summary>Which parser reads a captured nf_tables message.</summary>
internal static class NfTablesParsers
{
    internal static MessageParsers.Parser For(string fixture, ushort type)
    {
        if (type is NfMessageType.BatchBegin or NfMessageType.BatchEnd || type == NfMessageType.Of(NfMessageType.GetGeneration))
            return (in MessageHeader _, ReadOnlySpan<byte> payload) => (NfHeader.Read(payload, out AttributeReader _).Family, null);
        if (type >> 8 != NfMessageType.Subsystem)
            throw new InvalidOperationException($"No parser for message type {type} of fixture {fixture}: add it to {nameof(NfTablesParsers)}.");
        return (byte)type switch
        {
            NfMessageType.NewTable or NfMessageType.GetTable or NfMessageType.DelTable => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
            {
                TableMessage message = TableMessage.Parse(payload);
                return (message, message.Write);
            },
            NfMessageType.NewChain or NfMessageType.GetChain or NfMessageType.DelChain => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
            {
                ChainMessage message = ChainMessage.Parse(payload);
                return (message, message.Write);
            },
            NfMessageType.NewRule or NfMessageType.GetRule or NfMessageType.DelRule => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
            {
                RuleMessage message = RuleMessage.Parse(payload);
                return (message, message.Write);
            },
            NfMessageType.NewSet or NfMessageType.GetSet or NfMessageType.DelSet => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
            {
                SetMessage message = SetMessage.Parse(payload);
                return (message, message.Write);
            },
            NfMessageType.NewSetElement or NfMessageType.GetSetElement or NfMessageType.DelSetElement => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
            {
                SetElementMessage message = SetElementMessage.Parse(payload);
                return (message, writer => message.Write(writer));
            },
            NfMessageType.NewGeneration => (in MessageHeader _, ReadOnlySpan<byte> payload) => (GenerationMessage.Parse(payload), null),
            byte other => throw new InvalidOperationException($"No parser for nf_tables message {other} of fixture {fixture}: add it to {nameof(NfTablesParsers)}."),
        };
    }
}
