using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Flags of a set, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum SetFlags : uint
{
    None = 0, // 0
    Anonymous = 1, // NFT_SET_ANONYMOUS
    Constant = 2, // NFT_SET_CONSTANT
    Interval = 4, // NFT_SET_INTERVAL
    Map = 8, // NFT_SET_MAP
    Timeout = 0x10, // NFT_SET_TIMEOUT
    Evaluate = 0x20, // NFT_SET_EVAL
    Object = 0x40, // NFT_SET_OBJECT
    Concatenation = 0x80, // NFT_SET_CONCAT
    Expression = 0x100, // NFT_SET_EXPR
}

/// <summary>What a set is to be good at, linux/netfilter/nf_tables.h.</summary>
internal enum SetPolicy : uint
{
    Performance = 0, // NFT_SET_POL_PERFORMANCE
    Memory = 1, // NFT_SET_POL_MEMORY
}

/// <summary>One field of a concatenated key inside NFTA_SET_DESC_CONCAT, linux/netfilter/nf_tables.h.</summary>
internal static class SetFieldAttribute
{
    internal const ushort Length = 1; // NFTA_SET_FIELD_LEN
}

/// <summary>What stands inside NFTA_SET_DESC, linux/netfilter/nf_tables.h.</summary>
internal static class SetDescriptionAttribute
{
    internal const ushort Size = 1; // NFTA_SET_DESC_SIZE
    internal const ushort Concatenation = 2; // NFTA_SET_DESC_CONCAT
}

/// <summary>Attributes of a set message, linux/netfilter/nf_tables.h.</summary>
internal static class SetAttribute
{
    internal const ushort Table = 1; // NFTA_SET_TABLE
    internal const ushort Name = 2; // NFTA_SET_NAME
    internal const ushort Flags = 3; // NFTA_SET_FLAGS
    internal const ushort KeyType = 4; // NFTA_SET_KEY_TYPE
    internal const ushort KeyLength = 5; // NFTA_SET_KEY_LEN
    internal const ushort DataType = 6; // NFTA_SET_DATA_TYPE
    internal const ushort DataLength = 7; // NFTA_SET_DATA_LEN
    internal const ushort Policy = 8; // NFTA_SET_POLICY
    internal const ushort Description = 9; // NFTA_SET_DESC
    internal const ushort Id = 10; // NFTA_SET_ID
    internal const ushort Timeout = 11; // NFTA_SET_TIMEOUT
    internal const ushort CollectionInterval = 12; // NFTA_SET_GC_INTERVAL
    internal const ushort UserData = 13; // NFTA_SET_USERDATA
    internal const ushort ObjectType = 15; // NFTA_SET_OBJ_TYPE
    internal const ushort Handle = 16; // NFTA_SET_HANDLE
    internal const ushort Expression = 17; // NFTA_SET_EXPR
    internal const ushort Expressions = 18; // NFTA_SET_EXPRESSIONS
}

/// <summary>NFT_MSG_NEWSET: a set, or with values a map. Its elements come and go by messages of their own.</summary>
internal sealed record SetMessage : INetlinkMessage<SetMessage>
{
    public static ushort ReplyType => NfMessageType.Of(NfMessageType.NewSet);

    internal NfFamily Family { get; init; }

    internal required string Table { get; init; }

    internal required string Name { get; init; }

    internal SetFlags Flags { get; init; }

    /// <summary>What nft calls the key; see <see cref="KeyLayout.DataType"/>.</summary>
    internal uint KeyType { get; init; }

    internal int KeyLength { get; init; }

    /// <summary>What nft calls a map's value, or NFT_DATA_VERDICT.</summary>
    internal uint? ValueType { get; init; }

    internal int? ValueLength { get; init; }

    internal SetPolicy? Policy { get; init; }

    /// <summary>A number by which later messages of the same batch may call it. The kernel wants one from every new set; <see cref="NfBatch"/> gives it.</summary>
    internal uint? Id { get; init; }

    /// <summary>The most elements that it takes, where it is limited.</summary>
    internal uint? Size { get; init; }

    /// <summary>Bytes of each part of a concatenated key, unpadded; a set of intervals must say them.</summary>
    internal IReadOnlyList<int> FieldLengths { get; init; } = [];

    internal UserData? UserData { get; init; }

    /// <summary>What every new element gets a copy of: a counter.</summary>
    internal IReadOnlyList<Expression> Expressions { get; init; } = [];

    /// <summary>From the kernel only.</summary>
    internal ulong Handle { get; init; }

    internal string? Comment => UserData?.GetString(UserDataType.SetComment);

    internal bool IsMap => Flags.HasFlag(SetFlags.Map);

    /// <summary>A named set, or with <paramref name="value"/> a map, of an inet table.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="name">Its name.</param>
    /// <param name="key">What its keys are made of.</param>
    /// <param name="value">What a map's values are made of.</param>
    /// <param name="intervals">Whether its keys are intervals; elements of concatenated keys then need <see cref="SetElement.KeyEnd"/>, others <see cref="IntervalSet.Split"/>.</param>
    /// <param name="counted">Whether each element counts how often it is found.</param>
    /// <param name="comment">Shown by nft.</param>
    internal static SetMessage Named(
        string table, string name, KeyLayout key, KeyLayout? value = null, bool intervals = false, bool counted = false, string? comment = null)
    {
        bool hasFields = intervals && key.IsConcatenation;
        UserData userData = new UserData([]).With(UserDataType.SetKeyByteOrder, (uint)key.ByteOrder);
        if (value is not null)
            userData = userData.With(UserDataType.SetDataByteOrder, (uint)value.ByteOrder);
        if (comment is not null)
            userData = userData.With(UserDataType.SetComment, comment);
        return new SetMessage
        {
            Family = NfFamily.Inet,
            Table = table,
            Name = name,
            Flags = (value is null ? SetFlags.None : SetFlags.Map)
                | (intervals ? SetFlags.Interval : SetFlags.None)
                | (hasFields ? SetFlags.Concatenation : SetFlags.None),
            KeyType = key.DataType,
            KeyLength = key.Length,
            ValueType = value?.DataType,
            ValueLength = value?.Length,
            FieldLengths = hasFields ? [.. key.Fields.Select(f => f.Length)] : [],
            UserData = userData,
            Expressions = counted ? [new CounterExpression(0, 0)] : [],
        };
    }

    /// <summary>A set of <paramref name="size"/> elements without a name of its own, for one rule: <c>{ tcp, udp }</c>. It goes with the rule.</summary>
    internal static SetMessage Anonymous(string table, KeyField key, uint size)
        => Named(table, "__set%d", new KeyLayout(key)) with { Size = size, Flags = SetFlags.Anonymous | SetFlags.Constant };

    /// <summary>Which set is meant: the whole of a get or delete request. Without name all of the table.</summary>
    internal static void WriteKey(NetlinkWriter writer, NfFamily family, string? table, string? name)
    {
        NfHeader.Write(writer, family);
        if (table is not null)
            writer.Put(SetAttribute.Table, table);
        if (name is not null)
            writer.Put(SetAttribute.Name, name);
    }

    internal void Write(NetlinkWriter writer)
    {
        WriteKey(writer, Family, Table, Name);
        writer.PutBigEndian(SetAttribute.Flags, (uint)Flags);
        writer.PutBigEndian(SetAttribute.KeyType, KeyType);
        writer.PutBigEndian(SetAttribute.KeyLength, (uint)KeyLength);
        if (ValueType is { } valueType)
            writer.PutBigEndian(SetAttribute.DataType, valueType);
        if (ValueLength is { } valueLength)
            writer.PutBigEndian(SetAttribute.DataLength, (uint)valueLength);
        if (Policy is { } policy)
            writer.PutBigEndian(SetAttribute.Policy, (uint)policy);
        if (Id is { } id)
            writer.PutBigEndian(SetAttribute.Id, id);
        WriteDescription(writer);
        if (UserData is { } userData)
            writer.Put(SetAttribute.UserData, userData.Bytes);
        WriteExpressions(writer);
    }

    private void WriteDescription(NetlinkWriter writer)
    {
        if (Size is null && FieldLengths.Count == 0)
            return;

        using (writer.Nest(SetAttribute.Description))
        {
            if (Size is { } size)
                writer.PutBigEndian(SetDescriptionAttribute.Size, size);
            if (FieldLengths.Count == 0)
                return;
            using (writer.Nest(SetDescriptionAttribute.Concatenation))
            {
                foreach (int length in FieldLengths)
                {
                    using (writer.Nest(ListAttribute.Element))
                        writer.PutBigEndian(SetFieldAttribute.Length, (uint)length);
                }
            }
        }
    }

    // One expression has an attribute of its own; kernels before 5.11 know no other.
    private void WriteExpressions(NetlinkWriter writer)
    {
        if (Expressions.Count == 1)
            Expressions[0].Write(writer, SetAttribute.Expression);
        else if (Expressions.Count > 1)
            Expression.WriteList(writer, SetAttribute.Expressions, Expressions);
    }

    /// <inheritdoc/>
    public static SetMessage Parse(ReadOnlySpan<byte> payload) => SetMessageReader.Parse(payload);
}
