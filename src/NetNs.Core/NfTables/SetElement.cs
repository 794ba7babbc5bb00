using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Flags of a set element, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum SetElementFlags : uint
{
    None = 0, // 0
    IntervalEnd = 1, // NFT_SET_ELEM_INTERVAL_END
    CatchAll = 2, // NFT_SET_ELEM_CATCHALL
}

/// <summary>Attributes of one set element, linux/netfilter/nf_tables.h.</summary>
internal static class SetElementAttribute
{
    internal const ushort Key = 1; // NFTA_SET_ELEM_KEY
    internal const ushort Data = 2; // NFTA_SET_ELEM_DATA
    internal const ushort Flags = 3; // NFTA_SET_ELEM_FLAGS
    internal const ushort Timeout = 4; // NFTA_SET_ELEM_TIMEOUT
    internal const ushort Expiration = 5; // NFTA_SET_ELEM_EXPIRATION
    internal const ushort UserData = 6; // NFTA_SET_ELEM_USERDATA
    internal const ushort Expression = 7; // NFTA_SET_ELEM_EXPR
    internal const ushort ObjectName = 9; // NFTA_SET_ELEM_OBJREF
    internal const ushort KeyEnd = 10; // NFTA_SET_ELEM_KEY_END
    internal const ushort Expressions = 11; // NFTA_SET_ELEM_EXPRESSIONS
}

/// <summary>One element of a set or map.</summary>
internal sealed record SetElement
{
    /// <summary>Packed as the set's type says; see <see cref="ConcatKey"/>. Empty for the catch-all element.</summary>
    internal byte[] Key { get; init; } = [];

    /// <summary>The last key of an interval of concatenated keys, itself included: each part runs from its value in <see cref="Key"/> to that here.</summary>
    internal byte[]? KeyEnd { get; init; }

    /// <summary>What a map gives for the key.</summary>
    internal byte[]? Value { get; init; }

    /// <summary>What a verdict map gives for the key.</summary>
    internal Verdict? Verdict { get; init; }

    internal SetElementFlags Flags { get; init; }

    internal UserData? UserData { get; init; }

    /// <summary>What it counts. Elements of a set that has a counter get one without asking.</summary>
    internal IReadOnlyList<Expression> Expressions { get; init; } = [];

    internal string? Comment => UserData?.Comment;

    /// <summary>Which one of its set it is, in hexadecimal: no other has the same.</summary>
    internal string KeyText => $"{Convert.ToHexString(Key)}-{Convert.ToHexString(KeyEnd ?? [])}";

    /// <summary>How often it was found and by how much traffic, where its set counts.</summary>
    internal CounterExpression? Counter => Expressions.OfType<CounterExpression>().FirstOrDefault();

    internal void Write(NetlinkWriter writer)
    {
        using (writer.Nest(ListAttribute.Element))
        {
            if (Flags != SetElementFlags.None)
                writer.PutBigEndian(SetElementAttribute.Flags, (uint)Flags);
            if (Key.Length > 0)
                NfData.WriteValue(writer, SetElementAttribute.Key, Key);
            if (KeyEnd is { } keyEnd)
                NfData.WriteValue(writer, SetElementAttribute.KeyEnd, keyEnd);
            if (Value is { } value)
                NfData.WriteValue(writer, SetElementAttribute.Data, value);
            if (Verdict is { } verdict)
                NfData.WriteVerdict(writer, SetElementAttribute.Data, verdict);
            if (UserData is { } userData)
                writer.Put(SetElementAttribute.UserData, userData.Bytes);
            if (Expressions.Count == 1)
                Expressions[0].Write(writer, SetElementAttribute.Expression);
            else if (Expressions.Count > 1)
                Expression.WriteList(writer, SetElementAttribute.Expressions, Expressions);
        }
    }

    internal static SetElement Parse(in NetlinkAttribute element)
    {
        var flags = SetElementFlags.None;
        byte[] key = [];
        byte[]? keyEnd = null;
        NfData data = default;
        UserData? userData = null;
        IReadOnlyList<Expression> expressions = [];
        foreach (NetlinkAttribute attribute in element.Nested)
        {
            switch (attribute.Type)
            {
                case SetElementAttribute.Flags:
                    flags = (SetElementFlags)attribute.UInt32BigEndian;
                    break;
                case SetElementAttribute.Key:
                    key = NfData.ParseValue(in attribute);
                    break;
                case SetElementAttribute.KeyEnd:
                    keyEnd = NfData.ParseValue(in attribute);
                    break;
                case SetElementAttribute.Data:
                    data = NfData.Parse(in attribute);
                    break;
                case SetElementAttribute.UserData:
                    userData = new UserData(attribute.Value);
                    break;
                case SetElementAttribute.Expression:
                    expressions = [Expression.Parse(in attribute)];
                    break;
                case SetElementAttribute.Expressions:
                    expressions = Expression.ParseList(in attribute);
                    break;
            }
        }

        return new SetElement
        {
            Flags = flags,
            Key = key,
            KeyEnd = keyEnd,
            Value = data.Value,
            Verdict = data.Verdict,
            UserData = userData,
            Expressions = expressions,
        };
    }
}
