namespace NetNs.Nsfs;

/// <summary>A file of the namespace directory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its path.</param>
/// <param name="Identity">Which namespace it leads to; null where it leads to none (stale).</param>
internal sealed record NamespaceEntry(string Name, string Path, NamespaceIdentity? Identity);
