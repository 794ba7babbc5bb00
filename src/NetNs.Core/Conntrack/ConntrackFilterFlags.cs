namespace NetNs.Conntrack;

/// <summary>Parts of a tuple that must be alike. The kernel keeps the names to itself (nf_internals.h); the bits are part of its interface.</summary>
[Flags]
internal enum ConntrackFilterFlags : uint // ours
{
    None = 0,
    Protocol = 1 << 3,
    DestinationPort = 1 << 5,
}
