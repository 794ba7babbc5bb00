namespace NetNs.NfTables;

/// <summary>
/// A register of the nf_tables machine. There are 64 bytes of them, seen in two ways that overlap, and the verdict apart:
/// <code>
/// byte      0       4       8       12      16      20  ...
/// 16 bytes |1                              |2            ...   numbers 1 to 4
/// 4 bytes  |8      |9      |10     |11     |12     |13   ...   numbers 8 to 23
/// </code>
/// A concatenated key fills consecutive words, each part padded to whole ones: protocol and port go to words 0 and 1,
/// which a lookup then takes from word 0 on. A word that starts a 16-byte register goes by that register's number:
/// the kernel answers so whatever it was told, and nft says so as well.
/// </summary>
internal readonly record struct Register(uint Number)
{
    private const uint Verdict = 0; // NFT_REG_VERDICT
    private const uint FirstLong = 1; // NFT_REG_1
    private const uint FirstWord = 8; // NFT_REG32_00
    private const int WordsPerLong = 4;
    internal const int WordCount = 16;

    /// <summary>Where a rule's verdict goes.</summary>
    internal static Register ForVerdict => new(Verdict);

    /// <summary>The beginning of the data registers.</summary>
    internal static Register First => new(FirstLong);

    /// <summary>How many four-byte words into the data registers it starts; null of the verdict, and of numbers that no register has.</summary>
    internal int? Word => Number switch
    {
        >= FirstLong and < FirstLong + WordCount / WordsPerLong => (int)(Number - FirstLong) * WordsPerLong,
        >= FirstWord and < FirstWord + WordCount => (int)(Number - FirstWord),
        _ => null,
    };

    /// <summary>The register that starts <paramref name="word"/> four-byte words into the data registers.</summary>
    internal static Register AtWord(int word)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(word);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(word, WordCount);
        return word % WordsPerLong == 0 ? new Register(FirstLong + (uint)(word / WordsPerLong)) : new Register(FirstWord + (uint)word);
    }
}
