namespace NetNs.Operations;

/// <summary>
/// What -WhatIf has announced so far: things that would be there by now, and things that would be gone. What comes later in the same pipeline or script may
/// depend on them.
/// </summary>
internal sealed class Announcements
{
    private readonly HashSet<(string? Place, string Name)> _made = [];
    private readonly HashSet<(string? Place, string Name)> _gone = [];

    /// <summary>Whether nothing was announced.</summary>
    internal bool IsEmpty => _made.Count == 0 && _gone.Count == 0;

    /// <summary>A thing would be made.</summary>
    /// <param name="place">Where; null for a namespace.</param>
    /// <param name="name">Its name or address.</param>
    internal void Make(NetNamespace? place, string name)
    {
        _made.Add((place?.ToString(), name));
        _gone.Remove((place?.ToString(), name));
    }

    /// <summary>A thing would be removed.</summary>
    /// <param name="place">Where; null for a namespace.</param>
    /// <param name="name">Its name or address.</param>
    internal void Remove(NetNamespace? place, string name)
    {
        if (!_made.Remove((place?.ToString(), name)))
            _gone.Add((place?.ToString(), name));
    }

    /// <summary>Whether a thing would have been made by now.</summary>
    internal bool IsMade(NetNamespace? place, string name) => _made.Contains((place?.ToString(), name));

    /// <summary>Whether an error would not come: what it misses was announced, or what is in the way would be gone.</summary>
    internal bool Explain(NetNsException error) => error.Error switch
    {
        NetNsError.NamespaceNotFound or NetNsError.LinkNotFound or NetNsError.BridgeNotFound or NetNsError.AddressNotFound or NetNsError.RouteNotFound or NetNsError.NeighborNotFound
            or NetNsError.MasqueradeNotFound or NetNsError.PortNotPublished or NetNsError.NotABridgePort or NetNsError.NamespaceStale => Has(_made, error),
        NetNsError.NamespaceAlreadyExists or NetNsError.LinkAlreadyExists or NetNsError.AddressAlreadyExists or NetNsError.RouteAlreadyExists or NetNsError.NeighborAlreadyExists
            or NetNsError.MasqueradeAlreadyExists or NetNsError.PortAlreadyPublished or NetNsError.ExistingDiffers or NetNsError.AlreadyABridgePort => Has(_gone, error),
        _ => false,
    };

    private static bool Has(HashSet<(string? Place, string Name)> known, NetNsException error)
        => error.Target?.ToString() is { } name && (error.Place is { } place ? known.Contains((place.ToString(), name)) : known.Any(k => k.Name == name));
}
