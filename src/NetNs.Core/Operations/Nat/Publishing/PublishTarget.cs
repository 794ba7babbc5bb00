using System.Net;
using System.Net.Sockets;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Where published ports lead, looked up once for all of them.</summary>
internal sealed class PublishTarget
{
    /// <param name="container">The namespace; null where only an address was given.</param>
    /// <param name="ends">Its addresses that can be reached, at most one of each family, with the link that leads there.</param>
    internal PublishTarget(NetNamespace? container, params IReadOnlyList<(IPAddress Address, TargetLink? Link)> ends)
    {
        Container = container;
        foreach ((IPAddress address, TargetLink? link) in ends)
        {
            if (address.AddressFamily == AddressFamily.InterNetwork)
                IPv4 = (address, link);
            else
                IPv6 = (address, link);
        }

        Tag = container is null ? null : UserData.OfComment(ContainerTag.Of(container));
    }

    /// <summary>Stands for a namespace that -WhatIf announced: its address is not known.</summary>
    internal static PublishTarget Announced { get; } = new(null, (IPAddress.Any, null));

    internal NetNamespace? Container { get; }

    /// <summary>The number of the host's end of the link to it; null where nobody told.</summary>
    internal int? HostEnd { get; init; }

    /// <summary>What is known of the way there.</summary>
    internal TargetReach Reach { get; init; } = TargetReach.Open;

    /// <summary>The comment of its elements.</summary>
    internal UserData? Tag { get; }

    internal (IPAddress? Address, TargetLink? Link) IPv4 { get; }

    internal (IPAddress? Address, TargetLink? Link) IPv6 { get; }

    internal IEnumerable<(IPAddress Address, TargetLink? Link)> Ends
    {
        get
        {
            if (IPv4.Address is { } first)
                yield return (first, IPv4.Link);
            if (IPv6.Address is { } second)
                yield return (second, IPv6.Link);
        }
    }

    internal (IPAddress? Address, TargetLink? Link) EndOf(IPAddress hostAddress) => hostAddress.AddressFamily == AddressFamily.InterNetwork ? IPv4 : IPv6;

    /// <summary>The namespace's name, or the address.</summary>
    public override string ToString() => Container?.ToString() ?? string.Join(", ", Ends.Select(e => e.Address));
}
