using System.Net;

namespace NetNs;

/// <summary>A namespace's connection to a bridge: a veth pair with one end as a port, the other inside.</summary>
public sealed class BridgeConnection
{
    /// <summary>The namespace that was connected: where <see cref="Link"/> is.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The bridge, which knows its own namespace.</summary>
    public required Bridge Bridge { get; init; }

    /// <summary>The end that is a port of the bridge.</summary>
    public required NetLink HostLink { get; init; }

    /// <summary>The end inside.</summary>
    public required NetLink Link { get; init; }

    /// <summary>The inner end's addresses.</summary>
    public IPAddress[] IPAddress { get; init; } = [];

    /// <summary>The length of each address's prefix, in the order of <see cref="IPAddress"/>.</summary>
    public int[] PrefixLength { get; init; } = [];

    /// <summary>The bridge's addresses, one for each family that has a default route through it.</summary>
    public IPAddress[] Gateway { get; init; } = [];

    /// <summary>"eth0 in namespace web on br0".</summary>
    public override string ToString() => $"{Link.Description} on {Bridge}";
}
