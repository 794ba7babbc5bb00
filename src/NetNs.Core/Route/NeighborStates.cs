namespace NetNs.Route;

/// <summary>ndm_state, linux/neighbour.h.</summary>
[Flags]
internal enum NeighborStates : ushort
{
    None = 0, // NUD_NONE
    Incomplete = 1, // NUD_INCOMPLETE
    Reachable = 2, // NUD_REACHABLE
    Stale = 4, // NUD_STALE
    Delay = 8, // NUD_DELAY
    Probe = 16, // NUD_PROBE
    Failed = 32, // NUD_FAILED
    NoArp = 64, // NUD_NOARP
    Permanent = 128, // NUD_PERMANENT
}
