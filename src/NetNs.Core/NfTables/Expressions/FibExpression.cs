using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What a fib expression loads, linux/netfilter/nf_tables.h.</summary>
internal enum FibResult : uint
{
    OutputLink = 1, // NFT_FIB_RESULT_OIF
    OutputLinkName = 2, // NFT_FIB_RESULT_OIFNAME
    AddressType = 3, // NFT_FIB_RESULT_ADDRTYPE
}

/// <summary>What a fib expression looks up, and how, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum FibFlags : uint
{
    None = 0, // 0
    Source = 1, // NFTA_FIB_F_SADDR
    Destination = 2, // NFTA_FIB_F_DADDR
    Mark = 4, // NFTA_FIB_F_MARK
    InputLink = 8, // NFTA_FIB_F_IIF
    OutputLink = 16, // NFTA_FIB_F_OIF
    Present = 32, // NFTA_FIB_F_PRESENT
}

/// <summary>What kind of destination an address is to the routing tables, linux/rtnetlink.h.</summary>
internal enum FibAddressType : uint
{
    Unicast = 1, // RTN_UNICAST
    Local = 2, // RTN_LOCAL
    Broadcast = 3, // RTN_BROADCAST
    Multicast = 5, // RTN_MULTICAST
}

/// <summary>What a fib expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class FibAttribute
{
    internal const ushort Destination = 1; // NFTA_FIB_DREG
    internal const ushort Result = 2; // NFTA_FIB_RESULT
    internal const ushort Flags = 3; // NFTA_FIB_FLAGS
}

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
