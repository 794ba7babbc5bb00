using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Attributes of a generation message, linux/netfilter/nf_tables.h.</summary>
internal static class GenerationAttribute
{
    internal const ushort Id = 1; // NFTA_GEN_ID
    internal const ushort ProcessId = 2; // NFTA_GEN_PROC_PID
    internal const ushort ProcessName = 3; // NFTA_GEN_PROC_NAME
}

/// <summary>NFT_MSG_NEWGEN: how often the ruleset of this namespace was changed. Every batch that is applied makes it one more.</summary>
internal sealed record GenerationMessage(uint Id) : INetlinkMessage<GenerationMessage>
{
    public static ushort ReplyType => NfMessageType.Of(NfMessageType.NewGeneration);

    /// <inheritdoc/>
    public static GenerationMessage Parse(ReadOnlySpan<byte> payload)
    {
        NfHeader.Read(payload, out AttributeReader attributes);
        uint? id = null;
        foreach (NetlinkAttribute attribute in attributes)
        {
            switch (attribute.Type)
            {
                case GenerationAttribute.Id:
                    id = attribute.UInt32BigEndian;
                    break;
            }
        }

        return new GenerationMessage(id ?? throw new NetlinkFormatException("A generation message without a generation."));
    }
}
