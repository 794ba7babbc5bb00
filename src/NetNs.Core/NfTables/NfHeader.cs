using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>The protocol family that a table belongs to, linux/netfilter.h.</summary>
internal enum NfFamily : byte
{
    Unspecified = 0, // NFPROTO_UNSPEC
    Inet = 1, // NFPROTO_INET
    IPv4 = 2, // NFPROTO_IPV4
    Arp = 3, // NFPROTO_ARP
    NetDevice = 5, // NFPROTO_NETDEV
    Bridge = 7, // NFPROTO_BRIDGE
    IPv6 = 10, // NFPROTO_IPV6
}

/// <summary>
/// <c>struct nfgenmsg</c>, linux/netfilter/nfnetlink.h: stands in front of the attributes of every netfilter message.
/// <code>
///  0      1       2           4   bytes
/// |family|version|resource id|attributes ...
/// </code>
/// The resource id is big-endian: the subsystem where a batch begins or ends, the low half of the generation in what
/// the kernel sends. The integers in the attributes of nf_tables are big-endian, too.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NfHeader // struct nfgenmsg
{
    internal NfFamily Family; // nfgen_family
    internal byte Version; // version
    internal ushort ResourceIdBigEndian; // res_id

    internal const int Size = 4;

    internal readonly ushort ResourceId => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(ResourceIdBigEndian) : ResourceIdBigEndian;

    internal static void Write(NetlinkWriter writer, NfFamily family, ushort resourceId = 0)
    {
        ushort bigEndian = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(resourceId) : resourceId;
        var header = new NfHeader { Family = family, ResourceIdBigEndian = bigEndian };
        writer.PutHeader(in header);
    }

    /// <summary>Reads the header and says where the attributes are.</summary>
    internal static NfHeader Read(ReadOnlySpan<byte> payload, out AttributeReader attributes)
    {
        if (payload.Length < Size)
            throw new NetlinkFormatException($"A netfilter message has {payload.Length} bytes; its header alone has {Size}.");

        attributes = new AttributeReader(payload[Size..]);
        return NativeBytes.Read<NfHeader>(payload);
    }
}
