namespace NetNs;

/// <summary>How a bridge came to know an address.</summary>
public enum BridgeForwardingState
{
    /// <summary>From a frame that came in by the port; forgotten when nothing comes for the bridge's ageing time.</summary>
    Learned,

    /// <summary>Somebody entered it.</summary>
    Static,

    /// <summary>It is the port's or the bridge's own: frames for it are for this machine.</summary>
    Local,
}
