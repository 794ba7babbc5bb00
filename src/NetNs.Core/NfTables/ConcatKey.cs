using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>
/// Packs a concatenated key or value: each part in network order, padded to four bytes. <c>tcp . 8080</c> is
/// <code>06 00 00 00 | 1f 90 00 00</code>
/// A value: each part gives a longer key, and the one before stays as it was.
/// </summary>
internal struct ConcatKey
{
    internal const int MaxLength = 64; // NFT_DATA_VALUE_MAXLEN

    private Field _bytes;
    private int _length;

    internal readonly ConcatKey Address(IPAddress address)
    {
        ConcatKey longer = this;
        if (!address.TryWriteBytes(longer._bytes[_length..], out int written))
            throw TooLong();
        longer._length += written;
        return longer;
    }

    internal readonly ConcatKey Protocol(byte protocol)
    {
        ConcatKey longer = this;
        longer.Next(KeyField.Protocol)[0] = protocol;
        return longer;
    }

    internal readonly ConcatKey Port(ushort port)
    {
        ConcatKey longer = this;
        BinaryPrimitives.WriteUInt16BigEndian(longer.Next(KeyField.Port), port);
        return longer;
    }

    /// <summary>The number of a link.</summary>
    internal readonly ConcatKey LinkIndex(int index)
    {
        ConcatKey longer = this;
        MemoryMarshal.Write(longer.Next(KeyField.LinkIndex), in index);
        return longer;
    }

    /// <summary>The name of a link: 15 bytes of UTF-8 at most.</summary>
    internal readonly ConcatKey LinkName(string name)
    {
        ConcatKey longer = this;
        Span<byte> field = longer.Next(KeyField.LinkName);
        if (!Encoding.UTF8.TryGetBytes(name, field, out int written) || written == field.Length)
            throw new ArgumentException($"'{name}' is longer than a link's name can be.", nameof(name));
        return longer;
    }

    internal readonly byte[] ToArray() => _bytes[.._length].ToArray();

    [UnscopedRef]
    private Span<byte> Next(KeyField field)
    {
        int start = _length;
        _length += NetlinkConstants.Align(field.Length);
        return _length <= MaxLength ? _bytes[start.._length][..field.Length] : throw TooLong();
    }

    private static InvalidOperationException TooLong() => new($"A key has {MaxLength} bytes at most.");

    [InlineArray(MaxLength)]
    private struct Field
    {
        private byte _first;
    }
}
