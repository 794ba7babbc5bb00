namespace NetNs.NfTables;

/// <summary>
/// What the nft tool keeps with an object. The kernel only stores the bytes; the numbers are libnftnl's, udata.h, and are
/// counted anew for each kind of object.
/// </summary>
internal static class UserDataType // ours
{
    /// <summary>The comment of a table, chain, rule or set element.</summary>
    internal const byte Comment = 0;

    /// <summary>Flags of a set element: <see cref="IntervalOpen"/>.</summary>
    internal const byte ElementFlags = 1;

    /// <summary>The byte order of a set's key: <see cref="KeyByteOrder"/>.</summary>
    internal const byte SetKeyByteOrder = 0;

    /// <summary>The byte order of a map's values, as <see cref="SetKeyByteOrder"/>.</summary>
    internal const byte SetDataByteOrder = 1;

    /// <summary>The comment of a set or map.</summary>
    internal const byte SetComment = 7;

    /// <summary>The interval that begins here has no end: it goes up to the highest key.</summary>
    internal const uint IntervalOpen = 1;
}
