using System.Net;

namespace NetNs.Operations;

/// <summary>How ports shall be published.</summary>
internal sealed record PublishOptions
{
    internal static IReadOnlyList<TransportProtocol> DefaultProtocols { get; } = [TransportProtocol.Tcp];

    /// <summary>The host's address for ports that do not say one; null for all addresses.</summary>
    internal IPAddress? HostAddress { get; init; }

    /// <summary>The protocols of ports that do not say one.</summary>
    internal IReadOnlyList<TransportProtocol> Protocols { get; init; } = DefaultProtocols;

    /// <summary>Whether the user said protocols, so that a port that says another contradicts.</summary>
    internal bool ProtocolsWereSaid { get; init; }

    /// <summary>The only clients; null for all.</summary>
    internal IPNetwork? Source { get; init; }

    /// <summary>Whether forwarding is switched on where it is off.</summary>
    internal bool EnableForwarding { get; init; }

    /// <summary>Whether chains of others that would drop what is published get a rule that lets it through.</summary>
    internal bool AllowThrough { get; init; }

    /// <summary>Whether a port that is published just so already is as good.</summary>
    internal bool Reuse { get; init; }
}
