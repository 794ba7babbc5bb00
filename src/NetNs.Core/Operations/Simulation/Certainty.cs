using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>How well something about a packet that does not exist is known. The larger, the less.</summary>
internal enum Certainty // ours
{
    /// <summary>Its value.</summary>
    Known,

    /// <summary>That it is nothing which a rule would name: some link, some address in the world.</summary>
    Other,

    /// <summary>Nothing.</summary>
    Unknown,
}
