using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Takes a concatenated key or value apart, part by part in the order of the set's type; see <see cref="ConcatKey"/>.</summary>
internal ref struct ConcatKeyReader(ReadOnlySpan<byte> key)
{
    private ReadOnlySpan<byte> _rest = key;

    internal IPAddress IPv4Address() => new(Next(KeyField.IPv4Address));

    internal IPAddress IPv6Address() => new(Next(KeyField.IPv6Address));

    internal byte Protocol() => Next(KeyField.Protocol)[0];

    internal ushort Port() => BinaryPrimitives.ReadUInt16BigEndian(Next(KeyField.Port));

    internal int LinkIndex() => MemoryMarshal.Read<int>(Next(KeyField.LinkIndex));

    internal string LinkName() => Encoding.UTF8.GetString(Next(KeyField.LinkName).TrimEnd((byte)0));

    private ReadOnlySpan<byte> Next(KeyField field)
    {
        int step = NetlinkConstants.Align(field.Length);
        if (_rest.Length < step)
            throw new NetlinkFormatException($"A set key has {_rest.Length} bytes left; {step} expected.");
        ReadOnlySpan<byte> part = _rest[..field.Length];
        _rest = _rest[step..];
        return part;
    }
}
