using System.Globalization;
using System.Text;
using NetNs.Nsfs;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// Which namespace a published port leads to, as the comment of its element: <c>netns:web/4026532345</c>, the name for the reader
/// and the inode for us. One of a container
/// stands under the container's name (<c>netns:docker:web/4026532345</c>), another one without a name under a path that led to it.
/// </summary>
internal static class ContainerTag
{
    private const string Prefix = "netns:";
    private const string Shortened = "…";

    internal static string Of(NetNamespace container)
    {
        string inode = container.Inode.ToString(CultureInfo.InvariantCulture);
        return $"{Prefix}{Shorten(container.Name ?? container.Container ?? container.Location, UserData.MaxCommentBytes - Prefix.Length - 1 - inode.Length)}/{inode}";
    }

    /// <summary>The inode of a tag; null where the comment is none of ours.</summary>
    internal static ulong? InodeOf(string? comment)
        => comment is not null && comment.StartsWith(Prefix, StringComparison.Ordinal)
            && ulong.TryParse(comment.AsSpan(comment.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode) ? inode : null;

    /// <summary>The name in a tag of ours.</summary>
    internal static string NameOf(string comment) => comment[Prefix.Length..comment.LastIndexOf('/')];

    /// <summary>The namespace of a tag, without looking whether it is still there; null where the comment is none of ours.</summary>
    /// <param name="comment">The comment.</param>
    /// <param name="store">Where names are.</param>
    /// <param name="device">The device that all namespaces of this kernel are on.</param>
    internal static NetNamespace? Parse(string? comment, NamespaceStore store, ulong device)
    {
        if (comment is null || InodeOf(comment) is not { } inode)
            return null;
        string name = NameOf(comment);
        bool isPath = name.Contains('/') && ContainerReference.TryParse(name) is null;
        // Everybody with rights over the ruleset can write a comment: what could not be a name under the directory is none.
        if (!isPath && name is "" or "." or ".." || name.Contains('\0'))
            return null;
        // A name that had to be shortened leads nowhere; who needs the whole one is rare enough to search.
        if (!isPath && name.EndsWith(Shortened, StringComparison.Ordinal) && store.List().FirstOrDefault(e => e.Identity?.Inode == inode)?.Name is { } whole)
            name = whole;
        if (ContainerReference.TryParse(name) is not null && store.Find(name) is null)
            return OfContainer(name, inode, device);
        return new NetNamespace
        {
            Name = isPath ? null : name,
            Path = isPath ? name : store.PathOf(name),
            Inode = inode,
            Device = device,
            Source = isPath ? NetNamespaceSource.Process : NetNamespaceSource.Named,
        };
    }

    // A process that is in it now; where it has gone, a path that leads nowhere.
    private static NetNamespace OfContainer(string name, ulong inode, ulong device)
        => new(() => (null, ProcessScan.Read().In(new NamespaceIdentity(device, inode)) is [var first, ..] ? $"/proc/{first}/ns/net" : "/proc/0/ns/net"))
        {
            Container = name,
            Inode = inode,
            Device = device,
            Source = name.StartsWith(NetContainer.PrefixOf(ContainerEngine.Docker), StringComparison.Ordinal) ? NetNamespaceSource.Docker
                : name.StartsWith(NetContainer.PrefixOf(ContainerEngine.Podman), StringComparison.Ordinal) ? NetNamespaceSource.Podman : NetNamespaceSource.Cni,
        };

    private static string Shorten(string name, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(name) <= bytes)
            return name;
        int rest = bytes - Encoding.UTF8.GetByteCount(Shortened);
        var kept = new StringBuilder();
        foreach (Rune rune in name.EnumerateRunes())
        {
            if ((rest -= rune.Utf8SequenceLength) < 0)
                break;
            kept.Append(rune);
        }

        return kept + Shortened;
    }
}
