using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What an immediate expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class ImmediateAttribute
{
    internal const ushort Destination = 1; // NFTA_IMMEDIATE_DREG
    internal const ushort Data = 2; // NFTA_IMMEDIATE_DATA
}

/// <summary>Puts a constant into a register; into the verdict register it decides what becomes of the packet.</summary>
internal sealed record ImmediateExpression : Expression
{
    internal const string Kind = "immediate";

    internal ImmediateExpression(Register destination, byte[] value)
    {
        Destination = destination;
        Value = value;
    }

    internal ImmediateExpression(Verdict verdict)
    {
        Destination = Register.ForVerdict;
        Verdict = verdict;
    }

    internal Register Destination { get; }

    internal byte[]? Value { get; }

    internal Verdict? Verdict { get; }

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(ImmediateAttribute.Destination, Destination.Number);
        if (Verdict is { } verdict)
            NfData.WriteVerdict(writer, ImmediateAttribute.Data, verdict);
        else
            NfData.WriteValue(writer, ImmediateAttribute.Data, Value);
    }

    internal static ImmediateExpression? Parse(ReadOnlySpan<byte> data)
    {
        Register destination = default;
        NfData immediate = default;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case ImmediateAttribute.Destination:
                    destination = new Register(attribute.UInt32BigEndian);
                    break;
                case ImmediateAttribute.Data:
                    immediate = NfData.Parse(in attribute);
                    break;
                default:
                    return null;
            }
        }

        return immediate switch
        {
            { Verdict: { } verdict } => new ImmediateExpression(verdict),
            { Value: { } value } => new ImmediateExpression(destination, value),
            _ => null,
        };
    }
}
