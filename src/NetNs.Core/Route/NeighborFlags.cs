namespace NetNs.Route;

/// <summary>ndm_flags, linux/neighbour.h.</summary>
[Flags]
internal enum NeighborFlags : byte
{
    None = 0, // 0
    Use = 1, // NTF_USE
    Self = 2, // NTF_SELF
    Master = 4, // NTF_MASTER
    Proxy = 8, // NTF_PROXY
    ExternallyLearned = 16, // NTF_EXT_LEARNED
    Sticky = 64, // NTF_STICKY
    Router = 128, // NTF_ROUTER
}
