using System.Net;

namespace NetNs.Operations;

/// <summary>A definition whose single values are right, before they are checked against each other. Everything remembers where it was written.</summary>
internal sealed class LabDraft
{
    internal required string Name { get; init; }

    internal required string Prefix { get; init; }

    internal bool Sealed { get; init; }

    internal bool Uplink { get; init; }

    internal bool Hosts { get; init; }

    internal List<LabBridgeDraft> Bridges { get; } = [];

    internal List<LabNodeDraft> Nodes { get; } = [];

    internal List<LabCableDraft> Cables { get; } = [];
}

/// <inheritdoc cref="LabBridge"/>
internal sealed record LabBridgeDraft(string Name, LabData At)
{
    internal IReadOnlyList<(LabData At, InterfaceAddress Address, bool HasPrefix)> Addresses { get; init; } = [];

    internal bool Masquerade { get; init; }

    internal int? Mtu { get; init; }

    internal BridgeSettings Settings { get; init; } = new();
}

/// <inheritdoc cref="LabNode"/>
internal sealed record LabNodeDraft(string Name, LabData At)
{
    /// <summary>Addresses that do not say on which bridge: each belongs to the one with its subnet.</summary>
    internal IReadOnlyList<(LabData At, InterfaceAddress Address, bool HasPrefix)> Addresses { get; init; } = [];

    internal IReadOnlyList<LabData> Publish { get; init; } = [];

    internal bool DefaultRoute { get; init; }

    internal int? Mtu { get; init; }

    internal List<LabConnectionDraft> Connections { get; } = [];

    internal List<LabProcess> Processes { get; } = [];

    internal Dictionary<string, string> Sysctls { get; } = [];

    internal List<(LabData At, LabRoute Route)> Routes { get; } = [];
}

/// <inheritdoc cref="LabConnection"/>
internal sealed record LabConnectionDraft(string Bridge, LabData At)
{
    internal IReadOnlyList<(LabData At, InterfaceAddress Address, bool HasPrefix)> Addresses { get; init; } = [];

    internal string? InterfaceAlias { get; init; }

    internal int? Mtu { get; init; }
}

/// <inheritdoc cref="LabCable"/>
internal sealed record LabCableDraft(LabData At)
{
    internal List<(LabData At, string Node, string InterfaceAlias)> Ends { get; } = [];

    internal IReadOnlyList<(LabData At, IPNetwork Network)> Subnets { get; init; } = [];

    /// <summary>Addresses in place of the first two of each subnet: one for each end and family, the first end's first.</summary>
    internal IReadOnlyList<(LabData At, InterfaceAddress Address, bool HasPrefix)> Addresses { get; init; } = [];

    internal int? Mtu { get; init; }

    /// <summary>The node that sends everything else through this link.</summary>
    internal LabData? DefaultRoute { get; init; }
}
