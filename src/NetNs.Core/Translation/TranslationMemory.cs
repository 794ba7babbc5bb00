namespace NetNs.Translation;

/// <summary>What one command of an input lets a later one mean.</summary>
internal sealed class TranslationMemory
{
    /// <summary>Links by the group that they were put into; "ip link delete group" removes them together.</summary>
    internal Dictionary<string, List<CmdletValue>> Groups { get; } = [];

    /// <summary>What has been published, so that a second rule for the same port is not taken for a second port.</summary>
    internal HashSet<string> Published { get; } = new(StringComparer.Ordinal);

    /// <summary>Alternative names by the link that they were given to: Set-NetLink takes all of them at once.</summary>
    internal Dictionary<string, List<CmdletValue>> AlternativeNames { get; } = [];

    /// <summary>The routing table of each VRF that was made: a link that gets one as its master is no port of a bridge.</summary>
    internal Dictionary<string, CmdletValue> Vrfs { get; } = [];

    /// <summary>Links that were put into a VRF.</summary>
    internal HashSet<string> LinksOfVrfs { get; } = new(StringComparer.Ordinal);

    /// <summary>Links that an address was taken from. Behind that, "ip address add" may put back what the kernel took along and Remove-NetIPAddress keeps.</summary>
    internal HashSet<string> LinksOfRemovedAddresses { get; } = new(StringComparer.Ordinal);

    /// <summary>Tables and chains of nft that were made for NAT.</summary>
    internal HashSet<string> NatChains { get; } = new(StringComparer.Ordinal);
}
