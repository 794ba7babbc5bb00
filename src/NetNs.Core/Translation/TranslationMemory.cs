namespace NetNs.Translation;

/// <summary>What one command of an input lets a later one mean.</summary>
internal sealed class TranslationMemory
{
    /// <summary>Links by the group that they were put into; "ip link delete group" removes them together.</summary>
    internal Dictionary<string, List<CmdletValue>> Groups { get; } = [];

    /// <summary>What has been published, so that a second rule for the same port is not taken for a second port.</summary>
    internal HashSet<string> Published { get; } = new(StringComparer.Ordinal);

    /// <summary>Tables and chains of nft that were made for NAT.</summary>
    internal HashSet<string> NatChains { get; } = new(StringComparer.Ordinal);
}
