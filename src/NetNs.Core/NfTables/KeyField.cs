using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>How nft reads the bytes of a key; kept in a set's user data, libnftables' numbers.</summary>
internal enum KeyByteOrder : uint // ours
{
    /// <summary>The type of the key knows.</summary>
    Unspecified = 0,

    Machine = 1,
    BigEndian = 2,
}

/// <summary>One part of a key or value: what nft calls it, how many bytes it has and in which order.</summary>
internal readonly record struct KeyField(uint DataType, int Length, KeyByteOrder ByteOrder)
{
    internal static KeyField IPv4Address => new(NfTables.DataType.IPv4Address, 4, KeyByteOrder.BigEndian);

    internal static KeyField IPv6Address => new(NfTables.DataType.IPv6Address, 16, KeyByteOrder.BigEndian);

    /// <summary>A transport protocol: 6 is TCP.</summary>
    internal static KeyField Protocol => new(NfTables.DataType.Protocol, 1, KeyByteOrder.Machine);

    internal static KeyField Port => new(NfTables.DataType.Port, 2, KeyByteOrder.BigEndian);

    /// <summary>The name of a link, NUL-padded to IFNAMSIZ.</summary>
    internal static KeyField LinkName => new(NfTables.DataType.LinkName, 16, KeyByteOrder.Machine);

    /// <summary>The number of a link: it stays when the link is renamed. nft shows it as the present name.</summary>
    internal static KeyField LinkIndex => new(NfTables.DataType.LinkIndex, 4, KeyByteOrder.Machine);

    /// <summary>Four-byte words that it takes in a register or in a concatenated key.</summary>
    internal int Words => NetlinkConstants.Align(Length) / sizeof(uint);
}
