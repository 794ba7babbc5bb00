using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Flags of a table, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum TableFlags : uint
{
    None = 0, // 0
    Dormant = 1, // NFT_TABLE_F_DORMANT
    Owner = 2, // NFT_TABLE_F_OWNER
}

/// <summary>Attributes of a table message, linux/netfilter/nf_tables.h.</summary>
internal static class TableAttribute
{
    internal const ushort Name = 1; // NFTA_TABLE_NAME
    internal const ushort Flags = 2; // NFTA_TABLE_FLAGS
    internal const ushort Use = 3; // NFTA_TABLE_USE
    internal const ushort Handle = 4; // NFTA_TABLE_HANDLE
    internal const ushort UserData = 6; // NFTA_TABLE_USERDATA
    internal const ushort Owner = 7; // NFTA_TABLE_OWNER
}

/// <summary>NFT_MSG_NEWTABLE: a table, the owner of chains and sets.</summary>
internal sealed record TableMessage : INetlinkMessage<TableMessage>
{
    public static ushort ReplyType => NfMessageType.Of(NfMessageType.NewTable);

    internal NfFamily Family { get; init; }

    internal required string Name { get; init; }

    internal TableFlags Flags { get; init; }

    /// <summary>How many chains, sets and objects it holds; from the kernel only.</summary>
    internal uint Use { get; init; }

    /// <summary>Its number, never given twice; from the kernel only.</summary>
    internal ulong Handle { get; init; }

    /// <summary>The netlink port of the process that keeps the table to itself; from the kernel only.</summary>
    internal uint? Owner { get; init; }

    internal UserData? UserData { get; init; }

    internal string? Comment => UserData?.Comment;

    /// <summary>Which table is meant: the whole of a get or delete request.</summary>
    internal static void WriteKey(NetlinkWriter writer, NfFamily family, string name)
    {
        NfHeader.Write(writer, family);
        writer.Put(TableAttribute.Name, name);
    }

    internal void Write(NetlinkWriter writer)
    {
        WriteKey(writer, Family, Name);
        writer.PutBigEndian(TableAttribute.Flags, (uint)Flags);
        if (UserData is { } userData)
            writer.Put(TableAttribute.UserData, userData.Bytes);
    }

    /// <inheritdoc/>
    public static TableMessage Parse(ReadOnlySpan<byte> payload)
    {
        NfHeader header = NfHeader.Read(payload, out AttributeReader attributes);
        var flags = TableFlags.None;
        string name = "";
        uint use = 0;
        ulong handle = 0;
        uint? owner = null;
        UserData? userData = null;
        foreach (NetlinkAttribute attribute in attributes)
        {
            switch (attribute.Type)
            {
                case TableAttribute.Name:
                    name = attribute.String;
                    break;
                case TableAttribute.Flags:
                    flags = (TableFlags)attribute.UInt32BigEndian;
                    break;
                case TableAttribute.UserData:
                    userData = new UserData(attribute.Value);
                    break;
                case TableAttribute.Owner:
                    owner = attribute.UInt32BigEndian;
                    break;
                case TableAttribute.Use:
                    use = attribute.UInt32BigEndian;
                    break;
                case TableAttribute.Handle:
                    handle = attribute.UInt64BigEndian;
                    break;
            }
        }

        return new TableMessage { Family = header.Family, Name = name, Flags = flags, Use = use, Handle = handle, Owner = owner, UserData = userData };
    }
}
