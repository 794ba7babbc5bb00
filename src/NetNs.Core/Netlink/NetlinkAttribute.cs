using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace NetNs.Netlink;

/// <summary>One attribute of a message. The typed getters check the length and throw <see cref="NetlinkFormatException"/>.</summary>
internal readonly ref struct NetlinkAttribute(ushort type, ReadOnlySpan<byte> value)
{
    /// <summary>The attribute's number, without the NLA_F_ bits.</summary>
    internal ushort Type { get; } = (ushort)(type & ~(NetlinkConstants.NLA_F_NESTED | NetlinkConstants.NLA_F_NET_BYTEORDER));

    internal ReadOnlySpan<byte> Value { get; } = value;

    internal byte Byte => Checked(1)[0];

    internal ushort UInt16 => MemoryMarshal.Read<ushort>(Checked(2));

    internal uint UInt32 => MemoryMarshal.Read<uint>(Checked(4));

    internal int Int32 => MemoryMarshal.Read<int>(Checked(4));

    internal ulong UInt64 => MemoryMarshal.Read<ulong>(Checked(8));

    internal ushort UInt16BigEndian => BinaryPrimitives.ReadUInt16BigEndian(Checked(2));

    internal uint UInt32BigEndian => BinaryPrimitives.ReadUInt32BigEndian(Checked(4));

    internal ulong UInt64BigEndian => BinaryPrimitives.ReadUInt64BigEndian(Checked(8));

    /// <summary>UTF-8 up to the first NUL; the kernel does not always write one.</summary>
    internal string String
    {
        get
        {
            int end = Value.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
        }
    }

    /// <summary>An address of 4 or 16 bytes.</summary>
    internal IPAddress IPAddress => Value.Length is 4 or 16
        ? new IPAddress(Value)
        : throw new NetlinkFormatException($"Attribute {Type} is {Value.Length} bytes long; an address has 4 or 16.");

    /// <summary>The attributes inside this one.</summary>
    internal AttributeReader Nested => new(Value);

    // Some integers come with padding behind them; longer than asked is fine, shorter is not.
    private ReadOnlySpan<byte> Checked(int length) => Value.Length >= length
        ? Value
        : throw new NetlinkFormatException($"Attribute {Type} is {Value.Length} bytes long; {length} expected.");
}
