using NetNs.Netlink;

namespace NetNs.NfTables;

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
                case TableAttribute.Use:
                    use = attribute.UInt32BigEndian;
                    break;
                case TableAttribute.Handle:
                    handle = attribute.UInt64BigEndian;
                    break;
            }
        }

        return new TableMessage { Family = header.Family, Name = name, Flags = flags, Use = use, Handle = handle, UserData = userData };
    }
}
