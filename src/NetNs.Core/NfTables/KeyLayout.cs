namespace NetNs.NfTables;

/// <summary>
/// What a set's keys or a map's values are made of. One part alone has its own length; of several, each is padded to four
/// bytes.
/// </summary>
internal sealed class KeyLayout
{
    internal KeyLayout(params ReadOnlySpan<KeyField> fields)
    {
        ArgumentOutOfRangeException.ThrowIfZero(fields.Length, nameof(fields));
        Fields = fields.ToArray();
        foreach (KeyField field in fields)
        {
            DataType = DataType << NfTables.DataType.BitsPerPart | field.DataType;
            Length += fields.Length == 1 ? field.Length : field.Words * sizeof(uint);
        }
    }

    internal IReadOnlyList<KeyField> Fields { get; }

    /// <summary>The number that nft decodes into the types of all parts.</summary>
    internal uint DataType { get; }

    /// <summary>Bytes of a whole key, padding included.</summary>
    internal int Length { get; }

    /// <summary>The order of a lone part's bytes; the parts of a concatenation know their own.</summary>
    internal KeyByteOrder ByteOrder => IsConcatenation ? KeyByteOrder.Unspecified : Fields[0].ByteOrder;

    internal bool IsConcatenation => Fields.Count > 1;
}
