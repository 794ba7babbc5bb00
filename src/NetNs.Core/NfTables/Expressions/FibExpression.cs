using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Asks the routing tables about the packet's source or destination: by which link it is reached, or what kind of address it is.</summary>
internal sealed record FibExpression(Register Destination, FibResult Result, FibFlags Flags) : Expression
{
    internal const string Kind = "fib";

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(FibAttribute.Flags, (uint)Flags);
        writer.PutBigEndian(FibAttribute.Result, (uint)Result);
        writer.PutBigEndian(FibAttribute.Destination, Destination.Number);
    }

    internal static FibExpression? Parse(ReadOnlySpan<byte> data)
    {
        FibFlags flags = default;
        FibResult result = default;
        Register? destination = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case FibAttribute.Flags:
                    flags = (FibFlags)attribute.UInt32BigEndian;
                    break;
                case FibAttribute.Result:
                    result = (FibResult)attribute.UInt32BigEndian;
                    break;
                case FibAttribute.Destination:
                    destination = new Register(attribute.UInt32BigEndian);
                    break;
                default:
                    return null;
            }
        }

        return destination is { } register ? new FibExpression(register, result, flags) : null;
    }
}
