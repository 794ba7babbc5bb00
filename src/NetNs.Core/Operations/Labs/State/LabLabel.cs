using System.Diagnostics.CodeAnalysis;

namespace NetNs.Operations;

/// <summary>
/// What marks a kernel object as a part of a lab: an alias like "netns-lab:shop/node/web" on the loopback link of a node, on bridges and on links. The kernel
/// keeps it, so that a lab needs no file.
/// </summary>
/// <param name="Lab">The lab.</param>
/// <param name="Kind">What it is: <see cref="Node"/>, <see cref="Host"/>, <see cref="Bridge"/>, <see cref="Cable"/> or <see cref="Uplink"/>.</param>
/// <param name="Name">Its name in the definition.</param>
internal sealed record LabLabel(string Lab, string Kind, string Name)
{
    /// <summary>The loopback link of a node's namespace.</summary>
    internal const string Node = "node";

    /// <summary>The loopback link of the namespace that has the bridges of a sealed lab.</summary>
    internal const string Host = "host";

    /// <summary>A bridge, and both ends of a connection to it.</summary>
    internal const string Bridge = "bridge";

    /// <summary>Both ends of a cable between two nodes.</summary>
    internal const string Cable = "cable";

    /// <summary>Both ends of the link between a sealed lab and the namespace that it was made from.</summary>
    internal const string Uplink = "uplink";

    private const string Prefix = "netns-lab:";

    /// <summary>The label of a link's alias; null where it is none.</summary>
    internal static LabLabel? Parse(string? alias)
        => alias is not null && alias.StartsWith(Prefix, StringComparison.Ordinal) && alias[Prefix.Length..].Split('/') is [var lab, var kind, var name] ? new LabLabel(lab, kind, name) : null;

    /// <summary>Whether an alias is a label of a lab, and which.</summary>
    internal static bool TryParse(string? alias, string lab, [NotNullWhen(true)] out LabLabel? label) => (label = Parse(alias)) is not null && label.Lab == lab;

    /// <summary>The alias. A definition's names are short enough for the kernel's 255 bytes (IFALIASZ, linux/if.h).</summary>
    public override string ToString() => $"{Prefix}{Lab}/{Kind}/{Name}";
}
