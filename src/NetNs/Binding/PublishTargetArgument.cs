using System.Net;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>What a user may give for where a published port leads: a connection to a bridge, a namespace, or an address.</summary>
public sealed class PublishTargetArgument
{
    private readonly BridgeConnection? _connection;
    private readonly NamespaceArgument? _container;
    private readonly string? _publishedFor;

    /// <summary>The inner end of a connection to a bridge. Ports are published where the bridge is.</summary>
    public PublishTargetArgument(BridgeConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        HostNamespace = new NamespaceArgument(connection.Bridge.Namespace);
        Subject = connection;
    }

    /// <summary>A namespace: its address that the host reaches.</summary>
    public PublishTargetArgument(NamespaceArgument container)
    {
        ArgumentNullException.ThrowIfNull(container);
        _container = container;
        Subject = container.Subject;
    }

    /// <summary>An address, whoever has it.</summary>
    public PublishTargetArgument(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address;
        Subject = address;
    }

    /// <summary>Where a port led, to publish it once more: its address, and by name the namespaces of the container and the host, which may be others by now.</summary>
    internal PublishTargetArgument(ContainerPort port, object subject)
    {
        (Address, _publishedFor, Subject) = (port.ContainerAddress, port.ContainerNamespace?.Name, subject);
        HostNamespace = port.Namespace.Name is { } name ? new NamespaceArgument(name) : DeserializedObject.ArgumentOf(port.Namespace);
    }

    internal PublishTargetArgument(NamespaceArgument container, NamespaceArgument? hostNamespace)
        : this(container)
    {
        HostNamespace = hostNamespace;
    }

    /// <summary>Where ports are published unless it is said: where the bridge of a connection is.</summary>
    internal NamespaceArgument? HostNamespace { get; }

    /// <summary>What the user gave: the target of an error.</summary>
    internal object Subject { get; }

    /// <summary>The address, where one was given.</summary>
    internal IPAddress? Address { get; }

    /// <summary>Whether it is the same one, or the same address again, which each object of a pipe brings anew.</summary>
    internal bool IsSame(PublishTargetArgument other) => ReferenceEquals(this, other) || (Address is { } address && address.Equals(other.Address) && _publishedFor == other._publishedFor && HostNamespace?.ToString() == other.HostNamespace?.ToString());

    /// <summary>As the user wrote it.</summary>
    public override string ToString() => _connection?.ToString() ?? _container?.ToString() ?? Address!.ToString();

    /// <summary>Looks it up.</summary>
    internal PublishTarget Resolve(OperationSession session, TargetFinder finder)
        => _connection is not null ? finder.FromConnection(_connection)
            : _container is not null ? finder.FromNamespace(_container.Resolve(session))
            : finder.FromAddress(Address!, _publishedFor);

    /// <summary>The namespace as the user named it; null where an address was given.</summary>
    internal string? Container => _connection?.Namespace.ToString() ?? _container?.ToString();

    /// <summary>Under -WhatIf: whether what is there of the namespace and its connection is only announced.</summary>
    internal bool IsAnnounced(OperationSession session)
        => session.Rehearsal is { } rehearsal && ((_connection is not null && _connection.Link.InterfaceIndex == 0)
            || (_container is not null && rehearsal.Announced.IsMade(null, _container.ToString())));

    /// <summary>The namespace that is meant; null where it is an address.</summary>
    internal NetNamespace? ResolveContainer(OperationSession session) => _connection?.Namespace ?? _container?.Resolve(session);
}
