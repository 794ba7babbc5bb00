namespace NetNs.NfTables;

/// <summary>
/// The types that the nft tool gives to keys and values of sets, its datatype.h. The kernel only keeps the number; without
/// it a listing shows bytes in place of addresses and ports.
/// </summary>
internal static class DataType // ours
{
    internal const uint IPv4Address = 7;
    internal const uint IPv6Address = 8;
    internal const uint Protocol = 12;
    internal const uint Port = 13;
    internal const uint LinkIndex = 20;
    internal const uint LinkName = 41;

    /// <summary>Each part of a concatenated type takes this many bits, the first part the highest.</summary>
    internal const int BitsPerPart = 6;
}
