namespace NetNs.NfTables;

/// <summary>How nft reads the bytes of a key; kept in a set's user data, libnftables' numbers.</summary>
internal enum KeyByteOrder : uint // ours
{
    /// <summary>The type of the key knows.</summary>
    Unspecified = 0,

    Machine = 1,
    BigEndian = 2,
}
