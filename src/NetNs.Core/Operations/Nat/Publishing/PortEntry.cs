using System.Net;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>One published port as the maps of our table hold it.</summary>
/// <param name="HostAddress">0.0.0.0 or :: for any.</param>
/// <param name="HostPort">The host's port.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Source">The clients that it is for; null for all.</param>
/// <param name="Target">Where connections go.</param>
/// <param name="TargetPort">The port where connections go.</param>
internal sealed record PortEntry(IPAddress HostAddress, ushort HostPort, TransportProtocol Protocol, IPNetwork? Source, IPAddress Target, ushort TargetPort)
{
    internal NatSets Sets => NatSets.Of(HostAddress);

    /// <summary>Whether it is for all addresses of the host.</summary>
    internal bool IsForAnyAddress => IsAny(HostAddress);

    /// <summary>The map that holds it.</summary>
    internal string Map => Source is not null ? Sets.PublishFrom : IsForAnyAddress ? Sets.Publish : Sets.PublishOn;

    /// <summary>"0.0.0.0:8080/tcp".</summary>
    internal string Name => $"{ContainerPort.TextOf(HostAddress)}:{HostPort}/{ContainerPort.NameOf(Protocol)}";

    /// <summary>Whether it asks for 127.0.0.1 to lead there: IPv4, at an address that includes it, for clients that include it.</summary>
    internal bool WantsLoopback => Sets.Family == NfFamily.IPv4
        && (IsForAnyAddress || IPAddress.IsLoopback(HostAddress))
        && (Source is not { } source || source.Contains(IPAddress.Loopback));

    internal SetElement ToElement(UserData? tag)
    {
        byte protocol = (byte)Protocol;
        byte[] value = new ConcatKey().Address(Target).Port(TargetPort).ToArray();
        if (Source is { } clients)
        {
            AddressInterval source = AddressInterval.Of(clients), host = AddressInterval.Of(HostAddresses);
            return new SetElement
            {
                Key = new ConcatKey().Address(new IPAddress(source.First)).Address(new IPAddress(host.First)).Protocol(protocol).Port(HostPort).ToArray(),
                KeyEnd = new ConcatKey().Address(new IPAddress(source.Last)).Address(new IPAddress(host.Last)).Protocol(protocol).Port(HostPort).ToArray(),
                Value = value,
                UserData = tag,
            };
        }

        ConcatKey key = IsForAnyAddress ? new ConcatKey() : new ConcatKey().Address(HostAddress);
        return new SetElement { Key = key.Protocol(protocol).Port(HostPort).ToArray(), Value = value, UserData = tag };
    }

    /// <summary>Reads an element of one of the maps.</summary>
    internal static PortEntry Parse(NatSets sets, string map, SetElement element)
    {
        bool isIPv4 = sets.Family == NfFamily.IPv4;
        var key = new ConcatKeyReader(element.Key);
        var value = new ConcatKeyReader(element.Value);
        IPAddress target = isIPv4 ? value.IPv4Address() : value.IPv6Address();
        ushort targetPort = value.Port();
        IPNetwork? source = null;
        if (map == sets.PublishFrom)
        {
            source = AddressInterval.Of(element, isIPv4 ? KeyField.IPv4Address.Length : KeyField.IPv6Address.Length).ToPrefix();
            _ = isIPv4 ? key.IPv4Address() : key.IPv6Address();
        }

        IPAddress host = map == sets.Publish ? (isIPv4 ? IPAddress.Any : IPAddress.IPv6Any) : isIPv4 ? key.IPv4Address() : key.IPv6Address();
        var protocol = (TransportProtocol)key.Protocol();
        return new PortEntry(host, key.Port(), protocol, source, target, targetPort);
    }

    /// <summary>Whether some client would meet both at one address of the host.</summary>
    internal bool Overlaps(PortEntry other)
        => HostPort == other.HostPort && Protocol == other.Protocol && ReferenceEquals(Sets, other.Sets)
            && Subnet.Overlap(HostAddresses, other.HostAddresses)
            && Source is { } mine && other.Source is { } theirs && Subnet.Overlap(mine, theirs);

    internal static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private IPNetwork HostAddresses => IsForAnyAddress
        ? Sets.Family == NfFamily.IPv4 ? Subnet.AllIPv4 : Subnet.AllIPv6
        : new IPNetwork(HostAddress, Sets.Family == NfFamily.IPv4 ? 32 : 128);
}
