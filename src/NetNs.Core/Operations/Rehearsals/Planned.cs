namespace NetNs.Operations;

/// <summary>Objects of things that are not there: what -WhatIf says would be made. They have no number, and their namespace may be as little there.</summary>
internal static class Planned
{
    /// <summary>A namespace.</summary>
    internal static NetNamespace Namespace(OperationSession session, string name)
        => new() { Name = name, Path = session.Store.PathOf(name), Source = NetNamespaceSource.Named, State = NetNamespaceState.Announced };

    /// <summary>A link.</summary>
    internal static NetLink Link(string name, string kind, NetNamespace where) => new() { Name = name, Kind = kind, Namespace = where };

    /// <summary>A bridge.</summary>
    internal static Bridge Bridge(string name, NetNamespace where) => new() { Name = name, Kind = "Bridge", Namespace = where };

    /// <summary>A pair.</summary>
    internal static VethPair Pair(string name, NetNamespace where, string peerName, NetNamespace peerWhere) => new() { A = Link(name, "Veth", where), B = Link(peerName, "Veth", peerWhere) };

    /// <summary>A connection to a bridge. Its addresses are those that were asked for.</summary>
    internal static BridgeConnection Connection(Bridge bridge, NetNamespace target, ConnectOptions options) => new()
    {
        Namespace = target,
        Bridge = bridge,
        HostLink = Link(options.HostInterfaceAlias ?? $"veth-{target.Name}", "Veth", bridge.Namespace),
        Link = Link(options.InterfaceAlias, "Veth", target),
        IPAddress = [.. (options.Addresses ?? []).Select(a => a.Address)],
    };
}
