using System.Net;
using System.Net.Sockets;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Traffic that a namespace is to forward between a network inside and the world: what opens a connection, and the answer.</summary>
internal sealed record ForwardedTraffic
{
    private ForwardedTraffic(IPNetwork inside) => Inside = inside;

    /// <summary>The network inside, or the one address.</summary>
    internal IPNetwork Inside { get; }

    /// <summary>The link behind which that is: a bridge. Null where it is not known; then it is looked up.</summary>
    internal string? Link { get; init; }

    /// <summary>The link towards the world; null for whichever the routes choose.</summary>
    internal string? OutLink { get; private init; }

    /// <summary>Whether connections are opened from the world, to a published port.</summary>
    internal bool IsPublished { get; private init; }

    internal TransportProtocol Protocol { get; private init; } = TransportProtocol.Tcp;

    /// <summary>The port inside that connections are opened to.</summary>
    internal ushort? Port { get; private init; }

    internal bool IsIPv4 => Inside.BaseAddress.AddressFamily == AddressFamily.InterNetwork;

    /// <summary>What a subnet sends to the world, and what comes back.</summary>
    /// <param name="subnet">The subnet.</param>
    /// <param name="link">The link behind which it is, where that is known.</param>
    /// <param name="outLink">The only link by which it may leave, where there is one.</param>
    internal static ForwardedTraffic Outwards(IPNetwork subnet, string? link = null, string? outLink = null)
        => new(subnet) { Link = link, OutLink = outLink };

    /// <summary>What comes from the world to a published port, and what goes back.</summary>
    /// <param name="container">Where the port leads.</param>
    /// <param name="protocol">Its protocol.</param>
    /// <param name="port">The port there, not on the host.</param>
    /// <param name="link">The link behind which the container is, where that is known.</param>
    internal static ForwardedTraffic Published(IPAddress container, TransportProtocol protocol, int port, string? link = null)
        => new(new IPNetwork(container, container.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
        {
            Link = link, IsPublished = true, Protocol = protocol, Port = (ushort)port,
        };

    /// <summary>The same, whatever the port.</summary>
    internal ForwardedTraffic ToAnyPort() => Port is null ? this : this with { Port = null };

    /// <summary>The packet that opens a connection, and the one that answers it.</summary>
    /// <param name="link">The link inside, by name and number.</param>
    /// <param name="outIndex">The number of the link outside; 0 where it is none in particular.</param>
    internal SamplePacket[] Packets((string? Name, int Index) link, int outIndex)
    {
        IPAddress inside = AddressesInside()[^1];
        var outwards = new SamplePacket
        {
            Family = IsIPv4 ? NfFamily.IPv4 : NfFamily.IPv6,
            InLink = link.Name,
            InIndex = link.Index,
            OutLink = OutLink,
            OutIndex = outIndex,
            Source = inside,
            SourcePort = Port,
            Protocol = (byte)Protocol,
            IsAnswer = IsPublished,
            Translated = IsPublished ? ConntrackStatus.DestinationTranslated : ConntrackStatus.SourceTranslated,
        };
        SamplePacket inwards = outwards with
        {
            InLink = outwards.OutLink,
            InIndex = outwards.OutIndex,
            OutLink = outwards.InLink,
            OutIndex = outwards.InIndex,
            Source = null,
            SourcePort = null,
            Destination = inside,
            DestinationPort = Port,
            IsAnswer = !IsPublished,
        };
        return IsPublished ? [inwards, outwards] : [outwards, inwards];
    }

    /// <summary>Addresses inside: of a subnet the first two that machines can have, one of which may be the host's own.</summary>
    internal IPAddress[] AddressesInside()
    {
        byte[] bytes = Inside.BaseAddress.GetAddressBytes();
        if (Inside.PrefixLength >= (bytes.Length * 8) - 1)
            return [Inside.BaseAddress];
        bytes[^1]++;
        var first = new IPAddress(bytes);
        bytes[^1]++;
        return [first, new IPAddress(bytes)];
    }
}
