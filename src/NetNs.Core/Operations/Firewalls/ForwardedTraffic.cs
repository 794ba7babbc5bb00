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

    /// <summary>The port of the host that connections are opened to.</summary>
    internal ushort? HostPort { get; private init; }

    /// <summary>The host's address that connections are opened to; null for any.</summary>
    internal IPAddress? HostAddress { get; private init; }

    /// <summary>Whether connections are opened by the host itself.</summary>
    internal bool IsFromHost { get; private init; }

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
    /// <param name="hostPort">The port of the host.</param>
    /// <param name="hostAddress">The one address of the host; null for any.</param>
    internal static ForwardedTraffic Published(IPAddress container, TransportProtocol protocol, int port, string? link = null, int? hostPort = null, IPAddress? hostAddress = null)
        => new(new IPNetwork(container, container.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
        {
            Link = link, IsPublished = true, Protocol = protocol, Port = (ushort)port, HostPort = (ushort)(hostPort ?? port), HostAddress = hostAddress,
        };

    /// <summary>The same, whatever the port.</summary>
    internal ForwardedTraffic ToAnyPort() => Port is null ? this : this with { Port = null, HostPort = null };

    /// <summary>The same, opened by the host itself.</summary>
    internal ForwardedTraffic FromHost() => this with { IsFromHost = true };

    /// <summary>The way of the packet that opens a connection, and that of the answer.</summary>
    /// <param name="link">The link inside, by name and number.</param>
    /// <param name="outer">The link outside, by name, number and address of the host; nulls where it is none in particular.</param>
    internal TrafficLeg[] Legs((string? Name, int Index) link, (string? Name, int Index, IPAddress? Address) outer)
    {
        IPAddress inside = AddressesInside()[^1];
        var outwards = new SamplePacket
        {
            Family = IsIPv4 ? NfFamily.IPv4 : NfFamily.IPv6,
            InLink = link.Name,
            InIndex = link.Index,
            OutLink = outer.Name,
            OutIndex = outer.Index,
            Source = inside,
            SourcePort = Port,
            Protocol = (byte)Protocol,
            IsToHost = false,
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
        SamplePacket toHost = inwards with
        {
            OutLink = null, OutIndex = 0, Destination = HostAddress ?? outer.Address, DestinationPort = IsPublished ? HostPort : null, IsToHost = true, Translated = IsPublished ? ConntrackStatus.None : inwards.Translated,
        };
        if (IsFromHost)
        {
            return
            [
                new TrafficLeg(toHost with { InLink = null, InIndex = 0, OutLink = "lo", OutIndex = 1 }, inwards with { InLink = null, InIndex = 0, Source = outer.Address }, [FirewallHook.Output, FirewallHook.Postrouting], [FirewallHook.Output, FirewallHook.Postrouting]),
                new TrafficLeg(outwards with { IsToHost = true, Destination = outer.Address }, outwards with { IsToHost = true, Destination = outer.Address, OutLink = null, OutIndex = 0 }, [FirewallHook.Prerouting, FirewallHook.Input], [FirewallHook.Prerouting, FirewallHook.Input]),
            ];
        }

        var towards = new TrafficLeg(toHost, inwards, [FirewallHook.Ingress, FirewallHook.Prerouting, FirewallHook.Forward, FirewallHook.Postrouting], [FirewallHook.Output, FirewallHook.Postrouting]);
        var back = new TrafficLeg(outwards, outwards, [FirewallHook.Prerouting, FirewallHook.Forward, FirewallHook.Postrouting], [FirewallHook.Prerouting, FirewallHook.Input]);
        return IsPublished ? [towards, back] : [back, towards];
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
