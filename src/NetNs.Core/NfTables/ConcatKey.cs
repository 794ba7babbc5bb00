using System.Buffers.Binary;
using System.Net;
using System.Text;
using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>
/// Packs a concatenated key or value: each part in network order, padded to four bytes. <c>tcp . 8080</c> is
/// <code>06 00 00 00 | 1f 90 00 00</code>
/// </summary>
internal sealed class ConcatKey
{
    internal const int MaxLength = 64; // NFT_DATA_VALUE_MAXLEN

    private readonly byte[] _bytes = new byte[MaxLength];
    private int _length;

    internal ConcatKey Address(IPAddress address)
    {
        if (!address.TryWriteBytes(_bytes.AsSpan(_length), out int written))
            throw TooLong();
        _length += written;
        return this;
    }

    internal ConcatKey Protocol(byte protocol)
    {
        Next(KeyField.Protocol)[0] = protocol;
        return this;
    }

    internal ConcatKey Port(ushort port)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Next(KeyField.Port), port);
        return this;
    }

    /// <summary>The name of a link: 15 bytes of UTF-8 at most.</summary>
    internal ConcatKey LinkName(string name)
    {
        Span<byte> field = Next(KeyField.LinkName);
        if (!Encoding.UTF8.TryGetBytes(name, field, out int written) || written == field.Length)
            throw new ArgumentException($"'{name}' is longer than a link's name can be.", nameof(name));
        return this;
    }

    internal byte[] ToArray() => _bytes[.._length];

    private Span<byte> Next(KeyField field)
    {
        int start = _length;
        _length += NetlinkConstants.Align(field.Length);
        return _length <= MaxLength ? _bytes.AsSpan(start, field.Length) : throw TooLong();
    }

    private static InvalidOperationException TooLong() => new($"A key has {MaxLength} bytes at most.");
}
