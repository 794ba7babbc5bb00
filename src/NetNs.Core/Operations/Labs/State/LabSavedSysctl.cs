using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// The value that a sysctl had before a lab changed it, kept as an alternative name of the node's loopback link:
/// "netns-lab-was:net.ipv4.ip_forward=0". It comes back when the definition no longer sets the sysctl.
/// </summary>
internal static class LabSavedSysctl
{
    private const string Prefix = "netns-lab-was:";
    private const int MaxLength = 127; // ALTIFNAMSIZ less the NUL, linux/if.h

    /// <summary>The alternative name. A value that does not fit is left out: then it is read from a namespace that was just made.</summary>
    internal static string ToName(string sysctl, string value)
    {
        string name = $"{Prefix}{sysctl}={value.Replace('\t', ' ')}";
        return System.Text.Encoding.UTF8.GetByteCount(name) <= MaxLength ? name : $"{Prefix}{sysctl}";
    }

    /// <summary>What a node's loopback link remembers: each sysctl with its value, or null where that did not fit.</summary>
    internal static IReadOnlyDictionary<string, string?> Read(LinkMessage loopback)
        => loopback.AlternativeNames.Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..].Split('=', 2))
            .DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p.Length == 2 ? p[1] : null);
}
