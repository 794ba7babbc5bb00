using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Flags of a chain, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum ChainFlags : uint
{
    None = 0, // 0
    Base = 1, // NFT_CHAIN_BASE
    HardwareOffload = 2, // NFT_CHAIN_HW_OFFLOAD
    Binding = 4, // NFT_CHAIN_BINDING
}

/// <summary>Attributes of a chain message, linux/netfilter/nf_tables.h.</summary>
internal static class ChainAttribute
{
    internal const ushort Table = 1; // NFTA_CHAIN_TABLE
    internal const ushort Handle = 2; // NFTA_CHAIN_HANDLE
    internal const ushort Name = 3; // NFTA_CHAIN_NAME
    internal const ushort Hook = 4; // NFTA_CHAIN_HOOK
    internal const ushort Policy = 5; // NFTA_CHAIN_POLICY
    internal const ushort Use = 6; // NFTA_CHAIN_USE
    internal const ushort Type = 7; // NFTA_CHAIN_TYPE
    internal const ushort Counters = 8; // NFTA_CHAIN_COUNTERS
    internal const ushort Flags = 10; // NFTA_CHAIN_FLAGS
    internal const ushort UserData = 12; // NFTA_CHAIN_USERDATA
}

/// <summary>NFT_MSG_NEWCHAIN: a chain of rules. With a hook it is a base chain and sees packets, without one rules must jump to it.</summary>
internal sealed record ChainMessage : INetlinkMessage<ChainMessage>
{
    public static ushort ReplyType => NfMessageType.Of(NfMessageType.NewChain);

    internal NfFamily Family { get; init; }

    internal required string Table { get; init; }

    internal required string Name { get; init; }

    /// <summary>What a base chain is for: filter, nat or route.</summary>
    internal string? Type { get; init; }

    /// <summary>What becomes of packets that no rule of a base chain decided on: <see cref="VerdictCode.Accept"/> or <see cref="VerdictCode.Drop"/>.</summary>
    internal VerdictCode? Policy { get; init; }

    internal ChainHook? Hook { get; init; }

    internal UserData? UserData { get; init; }

    /// <summary>From the kernel only.</summary>
    internal ulong Handle { get; init; }

    /// <summary>How many rules it holds and jumps lead to it; from the kernel only.</summary>
    internal uint Use { get; init; }

    /// <summary>From the kernel only.</summary>
    internal ChainFlags Flags { get; init; }

    internal string? Comment => UserData?.Comment;

    /// <summary>Which chain is meant: the whole of a get or delete request.</summary>
    internal static void WriteKey(NetlinkWriter writer, NfFamily family, string table, string name)
    {
        NfHeader.Write(writer, family);
        writer.Put(ChainAttribute.Table, table);
        writer.Put(ChainAttribute.Name, name);
    }

    internal void Write(NetlinkWriter writer)
    {
        WriteKey(writer, Family, Table, Name);
        if (Type is { } type)
            writer.Put(ChainAttribute.Type, type);
        if (Policy is { } policy)
            writer.PutBigEndian(ChainAttribute.Policy, (uint)policy);
        Hook?.Write(writer);
        if (UserData is { } userData)
            writer.Put(ChainAttribute.UserData, userData.Bytes);
    }

    /// <inheritdoc/>
    public static ChainMessage Parse(ReadOnlySpan<byte> payload)
    {
        NfHeader header = NfHeader.Read(payload, out AttributeReader attributes);
        string table = "", name = "";
        string? type = null;
        VerdictCode? policy = null;
        ChainHook? hook = null;
        UserData? userData = null;
        ulong handle = 0;
        uint use = 0;
        var flags = ChainFlags.None;
        foreach (NetlinkAttribute attribute in attributes)
        {
            switch (attribute.Type)
            {
                case ChainAttribute.Table:
                    table = attribute.String;
                    break;
                case ChainAttribute.Name:
                    name = attribute.String;
                    break;
                case ChainAttribute.Type:
                    type = attribute.String;
                    break;
                case ChainAttribute.Policy:
                    policy = (VerdictCode)(int)attribute.UInt32BigEndian;
                    break;
                case ChainAttribute.Hook:
                    hook = ChainHook.Parse(in attribute);
                    break;
                case ChainAttribute.UserData:
                    userData = new UserData(attribute.Value);
                    break;
                case ChainAttribute.Handle:
                    handle = attribute.UInt64BigEndian;
                    break;
                case ChainAttribute.Use:
                    use = attribute.UInt32BigEndian;
                    break;
                case ChainAttribute.Flags:
                    flags = (ChainFlags)attribute.UInt32BigEndian;
                    break;
            }
        }

        return new ChainMessage
        {
            Family = header.Family,
            Table = table,
            Name = name,
            Type = type,
            Policy = policy,
            Hook = hook,
            UserData = userData,
            Handle = handle,
            Use = use,
            Flags = flags,
        };
    }
}
