using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Attributes of a message that carries set elements, linux/netfilter/nf_tables.h.</summary>
internal static class SetElementListAttribute
{
    internal const ushort Table = 1; // NFTA_SET_ELEM_LIST_TABLE
    internal const ushort Set = 2; // NFTA_SET_ELEM_LIST_SET
    internal const ushort Elements = 3; // NFTA_SET_ELEM_LIST_ELEMENTS
    internal const ushort SetId = 4; // NFTA_SET_ELEM_LIST_SET_ID
}

/// <summary>NFT_MSG_NEWSETELEM: elements of one set. A dump comes in as many of these as the kernel likes.</summary>
internal sealed record SetElementMessage : INetlinkMessage<SetElementMessage>
{
    /// <summary>
    /// After so many bytes of elements a message is full. All of them stand inside one attribute, whose length is a 16-bit number;
    /// the difference leaves room for the element that went over.
    /// </summary>
    private const int FullAt = 60_000;

    public static ushort ReplyType => NfMessageType.Of(NfMessageType.NewSetElement);

    internal NfFamily Family { get; init; }

    internal required string Table { get; init; }

    internal required string Set { get; init; }

    /// <summary>The <see cref="SetMessage.Id"/> of a set that is made in the same batch; needed where it is anonymous.</summary>
    internal uint? SetId { get; init; }

    /// <summary>In what the kernel sends, the low half of the ruleset's generation at that moment.</summary>
    internal ushort Generation { get; init; }

    internal IReadOnlyList<SetElement> Elements { get; init; } = [];

    /// <summary>Which set is meant: the whole of a request to dump or to delete all.</summary>
    internal static void WriteKey(NetlinkWriter writer, NfFamily family, string table, string set)
    {
        NfHeader.Write(writer, family);
        writer.Put(SetElementListAttribute.Table, table);
        writer.Put(SetElementListAttribute.Set, set);
    }

    /// <summary>Writes elements from number <paramref name="first"/> on, as many as one message holds; returns the number of the first left over.</summary>
    internal int Write(NetlinkWriter writer, int first = 0)
    {
        WriteKey(writer, Family, Table, Set);
        if (SetId is { } setId)
            writer.PutBigEndian(SetElementListAttribute.SetId, setId);
        int next = first;
        using (writer.Nest(SetElementListAttribute.Elements))
        {
            int start = writer.Length;
            while (next < Elements.Count && writer.Length - start < FullAt)
            {
                Elements[next++].Write(writer);
                // Elements of one set are about as long as each other.
                if (next == first + 1)
                    writer.Expect(Math.Min((writer.Length - start) * (Elements.Count - first), FullAt));
            }
        }

        return next;
    }

    /// <inheritdoc/>
    public static SetElementMessage Parse(ReadOnlySpan<byte> payload)
    {
        NfHeader header = NfHeader.Read(payload, out AttributeReader attributes);
        string table = "", set = "";
        uint? setId = null;
        List<SetElement> elements = [];
        foreach (NetlinkAttribute attribute in attributes)
        {
            switch (attribute.Type)
            {
                case SetElementListAttribute.Table:
                    table = attribute.String;
                    break;
                case SetElementListAttribute.Set:
                    set = attribute.String;
                    break;
                case SetElementListAttribute.SetId:
                    setId = attribute.UInt32BigEndian;
                    break;
                case SetElementListAttribute.Elements:
                    foreach (NetlinkAttribute element in attribute.Nested)
                        elements.Add(SetElement.Parse(in element));
                    break;
            }
        }

        return new SetElementMessage { Family = header.Family, Table = table, Set = set, SetId = setId, Generation = header.ResourceId, Elements = elements };
    }
}
