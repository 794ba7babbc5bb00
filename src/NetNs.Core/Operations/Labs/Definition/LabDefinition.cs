using System.Net;

namespace NetNs.Operations;

/// <summary>A lab as its definition describes it, checked, with every address settled.</summary>
internal sealed record LabDefinition
{
    /// <summary>The lab's name.</summary>
    internal required string Name { get; init; }

    /// <summary>What the names of its namespaces begin with: "shop-" unless the definition says otherwise.</summary>
    internal required string Prefix { get; init; }

    /// <summary>Whether bridges and NAT are in a namespace of the lab's own.</summary>
    internal bool Sealed { get; init; } = true;

    /// <summary>Whether a sealed lab has a link to the namespace that it is made from, and reaches the outside through it.</summary>
    internal bool Uplink { get; init; }

    /// <summary>Whether every node's /etc/hosts names every other node.</summary>
    internal bool Hosts { get; init; }

    internal IReadOnlyList<LabBridge> Bridges { get; init; } = [];

    internal IReadOnlyList<LabNode> Nodes { get; init; } = [];

    internal IReadOnlyList<LabCable> Cables { get; init; } = [];

    /// <summary>The namespace that has the bridges of a sealed lab.</summary>
    internal string HostName => HostNameOf(Name);

    /// <summary>The namespace of a node.</summary>
    internal string NamespaceOf(string node) => Prefix + node;

    /// <summary>The namespace that has the bridges of a sealed lab of that name.</summary>
    internal static string HostNameOf(string lab) => lab + "-host";
}

/// <summary>A bridge of a lab.</summary>
/// <param name="Name">Its name, also the link's.</param>
/// <param name="Addresses">Its addresses, which are the gateways of its subnets.</param>
/// <param name="Masquerade">Whether what leaves its subnets gets an address of the host.</param>
/// <param name="Mtu">Bytes; null for the kernel's default.</param>
/// <param name="Settings">Spanning tree and VLAN filtering.</param>
internal sealed record LabBridge(string Name, IReadOnlyList<InterfaceAddress> Addresses, bool Masquerade, int? Mtu, BridgeSettings Settings);

/// <summary>A node of a lab: one namespace.</summary>
internal sealed record LabNode
{
    internal required string Name { get; init; }

    /// <summary>Its connections to bridges, in order.</summary>
    internal IReadOnlyList<LabConnection> Connections { get; init; } = [];

    /// <summary>Ports of the host that lead to it, each in the form of Publish-ContainerPort.</summary>
    internal IReadOnlyList<string> Publish { get; init; } = [];

    internal IReadOnlyList<LabProcess> Processes { get; init; } = [];

    /// <summary>Sysctls and their values; forwarding is among them.</summary>
    internal IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();

    /// <summary>Routes besides those that connections and cables give.</summary>
    internal IReadOnlyList<LabRoute> Routes { get; init; } = [];

    /// <summary>Whether it gets default routes through its bridges.</summary>
    internal bool DefaultRoute { get; init; } = true;
}

/// <summary>A connection of a node to a bridge.</summary>
/// <param name="Bridge">The bridge.</param>
/// <param name="InterfaceAlias">The inner end.</param>
/// <param name="Addresses">The inner end's addresses; none for a connection at layer 2 only.</param>
/// <param name="Mtu">Bytes; null for the bridge's.</param>
internal sealed record LabConnection(string Bridge, string InterfaceAlias, IReadOnlyList<InterfaceAddress> Addresses, int? Mtu);

/// <summary>A cable between two nodes: a veth pair.</summary>
/// <param name="A">One end.</param>
/// <param name="B">The other end.</param>
/// <param name="Mtu">Bytes; null for the kernel's default.</param>
internal sealed record LabCable(LabCableEnd A, LabCableEnd B, int? Mtu)
{
    /// <summary>What tells the cable from others: "r1:eth1,web:eth1".</summary>
    internal string Id => $"{A},{B}";

    /// <summary>Both ends.</summary>
    internal IEnumerable<LabCableEnd> Ends => [A, B];
}

/// <summary>One end of a cable.</summary>
/// <param name="Node">The node that it is in.</param>
/// <param name="InterfaceAlias">The link's name there.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Gateways">The other end's addresses, where the node sends everything else there.</param>
internal sealed record LabCableEnd(string Node, string InterfaceAlias, IReadOnlyList<InterfaceAddress> Addresses, IReadOnlyList<IPAddress> Gateways)
{
    /// <summary>"r1:eth1".</summary>
    public override string ToString() => $"{Node}:{InterfaceAlias}";
}

/// <summary>A route of a node.</summary>
/// <param name="Options">Where to, and how.</param>
/// <param name="InterfaceAlias">The link; null where the next hop says.</param>
internal sealed record LabRoute(RouteOptions Options, string? InterfaceAlias);

/// <summary>A program that runs in a node for as long as the lab exists.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Protocol">The protocol of the port that tells that it is ready.</param>
/// <param name="ReadyPort">That port; null where nothing is waited for.</param>
/// <param name="Timeout">How long it may take to be ready.</param>
internal sealed record LabProcess(IReadOnlyList<string> Command, TransportProtocol Protocol, int? ReadyPort, TimeSpan Timeout)
{
    /// <summary>The command as a line that a shell would read as the same words.</summary>
    internal string Line => ShellText.Join(Command);
}
