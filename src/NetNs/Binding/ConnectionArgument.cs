namespace NetNs.Binding;

/// <summary>What a user may give for a connection to a bridge: the connection itself, or the namespace that is connected.</summary>
public sealed class ConnectionArgument
{
    private readonly BridgeConnection? _connection;

    /// <summary>A connection seen earlier.</summary>
    public ConnectionArgument(BridgeConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Namespace = new NamespaceArgument(connection.Namespace);
        HostLink = new LinkArgument(connection.HostLink);
        _connection = connection;
    }

    /// <summary>Every connection of a namespace.</summary>
    public ConnectionArgument(NamespaceArgument connected)
    {
        Namespace = connected;
    }

    internal ConnectionArgument(NamespaceArgument connected, LinkArgument hostLink)
    {
        Namespace = connected;
        HostLink = hostLink;
    }

    /// <summary>The namespace that is connected.</summary>
    internal NamespaceArgument Namespace { get; }

    /// <summary>The one connection's port; null where the namespace's connections are meant.</summary>
    internal LinkArgument? HostLink { get; }

    /// <summary>What the user gave, for the target of an error.</summary>
    internal object Subject => _connection ?? Namespace.Subject;

    /// <summary>As the user wrote it.</summary>
    public override string ToString() => Namespace.ToString();
}
