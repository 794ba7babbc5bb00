namespace NetNs.Nsfs;

/// <summary>What makes a network namespace the same one: device and inode of its nsfs file, never its name.</summary>
internal readonly record struct NamespaceIdentity(ulong Device, ulong Inode);
