using System.Net;
using System.Net.Sockets;

namespace NetNs;

/// <summary>A port of a host that leads to a port of a container. An immutable snapshot.</summary>
public sealed class ContainerPort : PublishedPort, IEquatable<ContainerPort>
{
    /// <summary>"0.0.0.0:8080/tcp", "[::]:8080/tcp".</summary>
    public override string ToString() => $"{TextOf(HostAddress)}:{HostPort}/{ProtocolName}";

    /// <summary>Where connections go: "10.88.0.2:80", "[fd00::2]:80".</summary>
    internal string Target => $"{TextOf(ContainerAddress)}:{ContainerPort}";

    /// <summary>As the nft tool calls it: tcp, udp, sctp.</summary>
    internal string ProtocolName => NameOf(Protocol);

    internal static string NameOf(TransportProtocol protocol) => protocol switch
    {
        TransportProtocol.Tcp => "tcp",
        TransportProtocol.Udp => "udp",
        _ => "sctp",
    };

    /// <summary>The same port of the same addresses for the same clients in the same namespace, wherever it leads.</summary>
    public bool Equals(ContainerPort? other)
        => other is not null && HostPort == other.HostPort && Protocol == other.Protocol && HostAddress.Equals(other.HostAddress) && SourcePrefix.Equals(other.SourcePrefix) && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ContainerPort);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HostAddress, HostPort, Protocol, SourcePrefix, Namespace);

    /// <summary>An address as it stands before a port: "10.88.0.2", "[fd00::2]".</summary>
    internal static string TextOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
