using System.Net;

namespace NetNs;

/// <summary>What <see cref="ContainerPort"/> consists of. Apart from it because a C# type can have no member of its own name.</summary>
public abstract class PublishedPort
{
    private protected PublishedPort()
    {
    }

    /// <summary>The host's address that connections are taken at; 0.0.0.0 or :: for all of them.</summary>
    public required IPAddress HostAddress { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string HostAddressText => HostAddress.ToString();

    /// <summary>The host's port.</summary>
    public int HostPort { get; init; }

    /// <summary>Where connections go.</summary>
    public required IPAddress ContainerAddress { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string ContainerAddressText => ContainerAddress.ToString();

    /// <summary>The port where connections go.</summary>
    public int ContainerPort { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    public TransportProtocol Protocol { get; init; }

    /// <summary>The namespace that the port was published for; null where only an address was given.</summary>
    public NetNamespace? ContainerNamespace { get; init; }

    /// <summary>The only clients that it is for; null where it is for all.</summary>
    public IPNetwork? SourcePrefix { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string? SourcePrefixText => SourcePrefix?.ToString();

    /// <summary>Whether it leads to the container that it was published for.</summary>
    public ContainerPortState State { get; init; }

    /// <summary>From where it can be reached.</summary>
    public PublishPaths Paths { get; init; }

    /// <summary>Who publishes it: NetNs, or the probable maker of a rule that does: Docker, Podman, CNI, firewalld, iptables, or the name of the table.</summary>
    public string Owner { get; init; } = "NetNs";

    /// <summary>First packets of connections so far: the kernel looks only those up.</summary>
    public ulong Packets { get; init; }

    /// <summary>Bytes of the first packets.</summary>
    public ulong Bytes { get; init; }

    /// <summary>The host's namespace, where the port is published.</summary>
    public required NetNamespace Namespace { get; init; }
}
