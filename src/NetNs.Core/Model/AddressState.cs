namespace NetNs;

/// <summary>Whether an address can be used, in the words of Windows.</summary>
public enum AddressState
{
    /// <summary>It can be used, and is chosen as a source.</summary>
    Preferred,

    /// <summary>It can be used, but is no longer chosen for new connections.</summary>
    Deprecated,

    /// <summary>The link still asks whether somebody else has it (duplicate address detection).</summary>
    Tentative,

    /// <summary>Somebody else has it.</summary>
    Duplicate,
}
