using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Attributes of a rule message, linux/netfilter/nf_tables.h.</summary>
internal static class RuleAttribute
{
    internal const ushort Table = 1; // NFTA_RULE_TABLE
    internal const ushort Chain = 2; // NFTA_RULE_CHAIN
    internal const ushort Handle = 3; // NFTA_RULE_HANDLE
    internal const ushort Expressions = 4; // NFTA_RULE_EXPRESSIONS
    internal const ushort Compat = 5; // NFTA_RULE_COMPAT
    internal const ushort Position = 6; // NFTA_RULE_POSITION
    internal const ushort UserData = 7; // NFTA_RULE_USERDATA
}

/// <summary>What a rule of iptables says besides, linux/netfilter/nf_tables.h.</summary>
internal static class RuleCompatAttribute
{
    internal const ushort Protocol = 1; // NFTA_RULE_COMPAT_PROTO
    internal const ushort Flags = 2; // NFTA_RULE_COMPAT_FLAGS
}

/// <summary>NFT_MSG_NEWRULE: a rule, which is a list of expressions.</summary>
internal sealed record RuleMessage : INetlinkMessage<RuleMessage>
{
    public static ushort ReplyType => NfMessageType.Of(NfMessageType.NewRule);

    internal NfFamily Family { get; init; }

    internal required string Table { get; init; }

    internal required string Chain { get; init; }

    internal IReadOnlyList<Expression> Expressions { get; init; } = [];

    internal UserData? UserData { get; init; }

    /// <summary>The transport protocol that matches of iptables in the rule are for: some of them refuse to work otherwise. To the kernel only.</summary>
    internal byte? CompatProtocol { get; init; }

    /// <summary>Its number within the table; from the kernel only.</summary>
    internal ulong Handle { get; init; }

    /// <summary>The handle of the rule before it, 0 where it is the first; from the kernel only.</summary>
    internal ulong Position { get; init; }

    internal string? Comment => UserData?.Comment;

    /// <summary>Which rules are meant: the whole of a get or delete request. Without handle all of the chain, without chain all of the table.</summary>
    internal static void WriteKey(NetlinkWriter writer, NfFamily family, string? table, string? chain, ulong? handle = null)
    {
        NfHeader.Write(writer, family);
        if (table is not null)
            writer.Put(RuleAttribute.Table, table);
        if (chain is not null)
            writer.Put(RuleAttribute.Chain, chain);
        if (handle is { } number)
            writer.PutBigEndian(RuleAttribute.Handle, number);
    }

    internal void Write(NetlinkWriter writer)
    {
        WriteKey(writer, Family, Table, Chain);
        Expression.WriteList(writer, RuleAttribute.Expressions, Expressions);
        if (CompatProtocol is { } protocol)
        {
            using NetlinkWriter.Scope compat = writer.Nest(RuleAttribute.Compat);
            writer.PutBigEndian(RuleCompatAttribute.Protocol, (uint)protocol);
            writer.PutBigEndian(RuleCompatAttribute.Flags, 0u);
        }

        if (UserData is { } userData)
            writer.Put(RuleAttribute.UserData, userData.Bytes);
    }

    /// <inheritdoc/>
    public static RuleMessage Parse(ReadOnlySpan<byte> payload)
    {
        NfHeader header = NfHeader.Read(payload, out AttributeReader attributes);
        string table = "", chain = "";
        IReadOnlyList<Expression> expressions = [];
        UserData? userData = null;
        ulong handle = 0, position = 0;
        foreach (NetlinkAttribute attribute in attributes)
        {
            switch (attribute.Type)
            {
                case RuleAttribute.Table:
                    table = attribute.String;
                    break;
                case RuleAttribute.Chain:
                    chain = attribute.String;
                    break;
                case RuleAttribute.Expressions:
                    expressions = Expression.ParseList(in attribute);
                    break;
                case RuleAttribute.UserData:
                    userData = new UserData(attribute.Value);
                    break;
                case RuleAttribute.Handle:
                    handle = attribute.UInt64BigEndian;
                    break;
                case RuleAttribute.Position:
                    position = attribute.UInt64BigEndian;
                    break;
            }
        }

        return new RuleMessage
        {
            Family = header.Family,
            Table = table,
            Chain = chain,
            Expressions = expressions,
            UserData = userData,
            Handle = handle,
            Position = position,
        };
    }
}
