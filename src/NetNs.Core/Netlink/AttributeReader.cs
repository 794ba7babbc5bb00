using System.Runtime.InteropServices;

namespace NetNs.Netlink;

/// <summary>
/// Walks a run of attributes: <c>foreach (NetlinkAttribute a in new AttributeReader(bytes)) switch (a.Type) …</c>
/// <code>
///  0      2      4   bytes
/// |length|type  |value ... (padded to four)
/// </code>
/// Every length is checked here: an attribute that is shorter than its header or reaches past the end throws.
/// </summary>
internal ref struct AttributeReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The attribute that the last <see cref="MoveNext"/> found.</summary>
    public NetlinkAttribute Current { get; private set; }

    public readonly AttributeReader GetEnumerator() => this;

    public bool MoveNext()
    {
        // Up to three bytes of padding may follow the last attribute.
        if (_rest.Length < NetlinkConstants.NLA_HDRLEN)
            return false;

        ushort length = MemoryMarshal.Read<ushort>(_rest);
        if (length < NetlinkConstants.NLA_HDRLEN || length > _rest.Length)
            throw new NetlinkFormatException($"An attribute claims {length} bytes where {_rest.Length} are left.");

        Current = new NetlinkAttribute(MemoryMarshal.Read<ushort>(_rest[2..]), _rest[NetlinkConstants.NLA_HDRLEN..length]);
        int step = NetlinkConstants.Align(length);
        _rest = step >= _rest.Length ? default : _rest[step..];
        return true;
    }
}
