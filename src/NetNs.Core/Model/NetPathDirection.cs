namespace NetNs;

/// <summary>Which way a packet goes.</summary>
public enum NetPathDirection // ours
{
    /// <summary>From the source to the destination.</summary>
    Request,

    /// <summary>The answer, back to the source.</summary>
    Reply,
}
