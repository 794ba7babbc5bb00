using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Reads what <see cref="SetMessage.Write"/> writes, and what only the kernel says.</summary>
internal static class SetMessageReader
{
    internal static SetMessage Parse(ReadOnlySpan<byte> payload)
    {
        NfHeader header = NfHeader.Read(payload, out AttributeReader attributes);
        var set = new SetMessage { Family = header.Family, Table = "", Name = "" };
        foreach (NetlinkAttribute attribute in attributes)
            set = With(set, in attribute);
        return set;
    }

    private static SetMessage With(SetMessage set, in NetlinkAttribute attribute) => attribute.Type switch
    {
        SetAttribute.Table => set with { Table = attribute.String },
        SetAttribute.Name => set with { Name = attribute.String },
        SetAttribute.Flags => set with { Flags = (SetFlags)attribute.UInt32BigEndian },
        SetAttribute.KeyType => set with { KeyType = attribute.UInt32BigEndian },
        SetAttribute.KeyLength => set with { KeyLength = (int)attribute.UInt32BigEndian },
        SetAttribute.DataType => set with { ValueType = attribute.UInt32BigEndian },
        SetAttribute.DataLength => set with { ValueLength = (int)attribute.UInt32BigEndian },
        SetAttribute.Policy => set with { Policy = (SetPolicy)attribute.UInt32BigEndian },
        SetAttribute.Id => set with { Id = attribute.UInt32BigEndian },
        SetAttribute.Description => WithDescription(set, in attribute),
        SetAttribute.UserData => set with { UserData = new UserData(attribute.Value) },
        SetAttribute.Expression => set with { Expressions = [Expression.Parse(in attribute)] },
        SetAttribute.Expressions => set with { Expressions = Expression.ParseList(in attribute) },
        SetAttribute.Handle => set with { Handle = attribute.UInt64BigEndian },
        _ => set,
    };

    private static SetMessage WithDescription(SetMessage set, in NetlinkAttribute description)
    {
        foreach (NetlinkAttribute attribute in description.Nested)
        {
            switch (attribute.Type)
            {
                case SetDescriptionAttribute.Size:
                    set = set with { Size = attribute.UInt32BigEndian };
                    break;
                case SetDescriptionAttribute.Concatenation:
                    set = set with { FieldLengths = FieldLengths(in attribute) };
                    break;
            }
        }

        return set;
    }

    private static List<int> FieldLengths(in NetlinkAttribute concatenation)
    {
        List<int> lengths = [];
        foreach (NetlinkAttribute field in concatenation.Nested)
        {
            foreach (NetlinkAttribute attribute in field.Nested)
            {
                if (attribute.Type == SetFieldAttribute.Length)
                    lengths.Add((int)attribute.UInt32BigEndian);
            }
        }

        return lengths;
    }
}
