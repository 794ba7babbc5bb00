using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace NetNs.Netlink;

/// <summary>
/// Builds one or several netlink messages in a growing buffer. Alignment, NUL termination and byte order are
/// written here and nowhere else. Scopes back-patch the length of a message or of a nested attribute.
/// </summary>
internal sealed class NetlinkWriter
{
    private readonly List<int> _messages = [];
    private byte[] _buffer;
    private int _length;
    private int _openScopes;

    internal NetlinkWriter(int capacity = 1024)
    {
        _buffer = new byte[capacity];
    }

    /// <summary>What was written so far. Throws where a scope is still open.</summary>
    internal ReadOnlySpan<byte> Written => _openScopes == 0
        ? _buffer.AsSpan(0, _length)
        : throw new InvalidOperationException("A message or nested attribute is still open.");

    /// <summary>Bytes written so far, open scopes included.</summary>
    internal int Length => _length;

    internal int MessageCount => _messages.Count;

    /// <summary>Forgets everything written, keeps the buffer.</summary>
    internal void Clear()
    {
        _length = 0;
        _openScopes = 0;
        _messages.Clear();
    }

    /// <summary>Starts a message; disposing the scope writes its length. Request is always among the flags.</summary>
    internal Scope Message(ushort type, MessageFlags flags)
    {
        int start = _length;
        _messages.Add(start);
        var header = new MessageHeader { Type = type, Flags = flags | MessageFlags.Request };
        header.Write(Reserve(MessageHeader.Size));
        _openScopes++;
        return new Scope(this, start, isMessage: true);
    }

    /// <summary>A zeroed region, as long as asked and padded to four bytes: the fixed header of a family.</summary>
    internal Span<byte> Reserve(int bytes)
    {
        int aligned = NetlinkConstants.Align(bytes);
        int start = _length;
        if (start + aligned > _buffer.Length)
            Grow(Math.Max(_buffer.Length * 2, start + aligned));

        Span<byte> region = _buffer.AsSpan(start, aligned);
        region.Clear();
        _length = start + aligned;
        return region[..bytes];
    }

    /// <summary>Makes room for so many bytes more at once, where they are known to come.</summary>
    internal void Expect(int bytes)
    {
        if (_length + bytes > _buffer.Length)
            Grow(_length + bytes);
    }

    /// <summary>A fixed header as a struct, in the machine's byte order.</summary>
    internal void PutHeader<T>(in T header)
        where T : unmanaged
        => NativeBytes.Of(in header).CopyTo(Reserve(System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));

    /// <summary>Starts an attribute that holds others; disposing the scope writes its length.</summary>
    internal Scope Nest(ushort type)
    {
        int start = _length;
        Attribute((ushort)(type | NetlinkConstants.NLA_F_NESTED), 0);
        _openScopes++;
        return new Scope(this, start, isMessage: false);
    }

    /// <summary>As <see cref="Nest"/>, but without NLA_F_NESTED: some parts of the kernel compare the bare type.</summary>
    internal Scope NestUnmarked(ushort type)
    {
        int start = _length;
        Attribute(type, 0);
        _openScopes++;
        return new Scope(this, start, isMessage: false);
    }

    /// <summary>
    /// Starts a structure whose first two bytes are its own length, as rtnexthop's; the caller reserves its header first, then
    /// puts attributes. Disposing the scope writes the length.
    /// </summary>
    internal Scope Record()
    {
        _openScopes++;
        return new Scope(this, _length, isMessage: false);
    }

    internal void PutFlag(ushort type) => Attribute(type, 0);

    internal void Put(ushort type, byte value) => Attribute(type, 1)[0] = value;

    internal void Put(ushort type, ushort value) => BitConverter.TryWriteBytes(Attribute(type, 2), value);

    internal void Put(ushort type, uint value) => BitConverter.TryWriteBytes(Attribute(type, 4), value);

    internal void Put(ushort type, int value) => BitConverter.TryWriteBytes(Attribute(type, 4), value);

    internal void Put(ushort type, ulong value) => BitConverter.TryWriteBytes(Attribute(type, 8), value);

    internal void PutBigEndian(ushort type, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Attribute(type, 2), value);

    internal void PutBigEndian(ushort type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Attribute(type, 4), value);

    internal void PutBigEndian(ushort type, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Attribute(type, 8), value);

    internal void Put(ushort type, ReadOnlySpan<byte> value) => value.CopyTo(Attribute(type, value.Length));

    /// <summary>4 or 16 bytes in network order.</summary>
    internal void Put(ushort type, IPAddress value)
    {
        bool isIPv6 = value.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        value.TryWriteBytes(Attribute(type, isIPv6 ? 16 : 4), out _);
    }

    /// <summary>UTF-8 with a terminating NUL.</summary>
    internal void Put(ushort type, string value)
    {
        int bytes = Encoding.UTF8.GetByteCount(value);
        Encoding.UTF8.GetBytes(value, Attribute(type, bytes + 1));
    }

    /// <summary>Gives message <paramref name="index"/> its sequence number and adds flags.</summary>
    internal void Seal(int index, uint sequence, MessageFlags extra = MessageFlags.None)
    {
        Span<byte> at = _buffer.AsSpan(_messages[index], MessageHeader.Size);
        MessageHeader header = MessageHeader.Read(at);
        header.Sequence = sequence;
        header.Flags |= extra;
        header.Write(at);
    }

    private Span<byte> Attribute(ushort type, int length)
    {
        int total = NetlinkConstants.NLA_HDRLEN + length;
        if (total > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(length), length, "An attribute holds 65,531 bytes at most.");

        Span<byte> region = Reserve(total);
        ushort written = (ushort)total;
        BitConverter.TryWriteBytes(region, written);
        BitConverter.TryWriteBytes(region[2..], type);
        return region[NetlinkConstants.NLA_HDRLEN..];
    }

    private void Grow(int capacity)
    {
        // What is reserved is cleared then.
        byte[] larger = GC.AllocateUninitializedArray<byte>(capacity);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        _buffer = larger;
    }

    private void Close(int start, bool isMessage)
    {
        _openScopes--;
        int length = _length - start;
        if (isMessage)
        {
            uint messageLength = (uint)length;
            BitConverter.TryWriteBytes(_buffer.AsSpan(start), messageLength);
            return;
        }

        if (length > ushort.MaxValue)
            throw new InvalidOperationException("A nested attribute holds 65,531 bytes at most: split the message.");
        ushort attributeLength = (ushort)length;
        BitConverter.TryWriteBytes(_buffer.AsSpan(start), attributeLength);
    }

    /// <summary>An open message or nested attribute.</summary>
    internal readonly struct Scope(NetlinkWriter writer, int start, bool isMessage) : IDisposable
    {
        public void Dispose() => writer.Close(start, isMessage);
    }
}
