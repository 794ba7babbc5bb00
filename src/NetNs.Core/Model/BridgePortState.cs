namespace NetNs;

/// <summary>What a bridge's port does with frames, linux/if_bridge.h.</summary>
public enum BridgePortState
{
    /// <summary>Nothing: the link or the bridge is down.</summary>
    Disabled = 0, // BR_STATE_DISABLED

    /// <summary>It listens for the spanning tree.</summary>
    Listening = 1, // BR_STATE_LISTENING

    /// <summary>It learns addresses, and does not forward yet.</summary>
    Learning = 2, // BR_STATE_LEARNING

    /// <summary>It forwards.</summary>
    Forwarding = 3, // BR_STATE_FORWARDING

    /// <summary>The spanning tree holds it back.</summary>
    Blocking = 4, // BR_STATE_BLOCKING
}
