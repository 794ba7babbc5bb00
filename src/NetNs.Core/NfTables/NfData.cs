using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>A value or a verdict, wherever an expression or element carries one, linux/netfilter/nf_tables.h.</summary>
internal static class DataAttribute
{
    internal const ushort Value = 1; // NFTA_DATA_VALUE
    internal const ushort Verdict = 2; // NFTA_DATA_VERDICT
}

/// <summary>A value or a verdict inside another attribute: what registers, keys and map values hold.</summary>
internal readonly record struct NfData(byte[]? Value, Verdict? Verdict)
{
    internal static void WriteValue(NetlinkWriter writer, ushort attribute, ReadOnlySpan<byte> value)
    {
        using (writer.Nest(attribute))
            writer.Put(DataAttribute.Value, value);
    }

    internal static void WriteVerdict(NetlinkWriter writer, ushort attribute, Verdict verdict)
    {
        using (writer.Nest(attribute))
            verdict.Write(writer);
    }

    internal static NfData Parse(in NetlinkAttribute data)
    {
        foreach (NetlinkAttribute attribute in data.Nested)
        {
            switch (attribute.Type)
            {
                case DataAttribute.Value:
                    return new NfData(attribute.Value.ToArray(), null);
                case DataAttribute.Verdict:
                    return new NfData(null, Verdict.Parse(in attribute));
            }
        }

        return default;
    }

    /// <summary>The bytes of a data attribute that can only hold a value.</summary>
    internal static byte[] ParseValue(in NetlinkAttribute data)
        => Parse(in data).Value ?? throw new NetlinkFormatException($"Attribute {data.Type} carries no value.");
}
