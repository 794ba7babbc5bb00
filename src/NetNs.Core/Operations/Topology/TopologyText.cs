using System.Globalization;

namespace NetNs.Operations;

/// <summary>Reads a topology back from its values as text: what CSV, Clixml and JSON made of it.</summary>
internal static class TopologyText
{
    /// <summary>The items of a list that was written as text: <see cref="NetTopologyList{T}.ToString"/>.</summary>
    /// <exception cref="NetNsException">TopologyInvalid.</exception>
    internal static IReadOnlyList<IReadOnlyDictionary<string, string>> Split(string text)
    {
        List<Dictionary<string, string>> items = [];
        if (string.IsNullOrWhiteSpace(text))
            return items;
        string? first = null;
        foreach (string word in Words(text))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw Invalid($"'{word}' is not NAME=VALUE");
            string name = word[..equals];
            first ??= name;
            if (name == first)
                items.Add([]);
            items[^1][name] = word[(equals + 1)..];
        }

        return items;
    }

    /// <summary>An item of a topology.</summary>
    /// <param name="text">Gives the text of a property; null where there is none.</param>
    /// <exception cref="NetNsException">TopologyInvalid.</exception>
    internal static T Read<T>(Func<string, string?> text)
        where T : NetTopologyItem
    {
        object item = typeof(T).Name switch
        {
            nameof(NetTopologyNode) => new NetTopologyNode
            {
                Name = Needed("Name"),
                Namespace = text("Namespace") ?? Needed("Name"),
                Role = Word<NetTopologyRole>("Role"),
                Source = Word<NetNamespaceSource>("Source"),
                Lab = text("Lab"),
                LabNode = text("LabNode"),
                IPv4Forwarding = Flag("IPv4Forwarding"),
                IPv6Forwarding = Flag("IPv6Forwarding"),
                Inode = ulong.TryParse(text("Inode"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode) ? inode : 0,
            },
            nameof(NetTopologyBridge) => new NetTopologyBridge
            {
                Node = Needed("Node"),
                Name = Needed("Name"),
                State = Word<LinkState>("State"),
                Mtu = Number("Mtu"),
                Stp = Flag("Stp"),
                VlanFiltering = Flag("VlanFiltering"),
                Masquerade = Flag("Masquerade"),
            },
            nameof(NetTopologyLink) => new NetTopologyLink
            {
                Node = Needed("Node"),
                InterfaceAlias = Needed("InterfaceAlias"),
                Kind = Needed("Kind"),
                Detail = text("Detail"),
                State = Word<LinkState>("State"),
                Mtu = Number("Mtu"),
                Bridge = text("Bridge"),
                PeerNode = text("PeerNode"),
                PeerInterfaceAlias = text("PeerInterfaceAlias"),
                PeerBridge = text("PeerBridge"),
                PeerMtu = text("PeerMtu") is null ? null : Number("PeerMtu"),
            },
            nameof(NetTopologyAddress) => new NetTopologyAddress { Node = Needed("Node"), InterfaceAlias = Needed("InterfaceAlias"), IPAddress = Needed("IPAddress") },
            nameof(NetTopologyRoute) => new NetTopologyRoute
            {
                Node = Needed("Node"),
                DestinationPrefix = Needed("DestinationPrefix"),
                NextHop = text("NextHop"),
                InterfaceAlias = text("InterfaceAlias"),
                RouteMetric = uint.TryParse(text("RouteMetric"), NumberStyles.None, CultureInfo.InvariantCulture, out uint metric) ? metric : 0,
                Type = Word<NetRouteType>("Type"),
            },
            _ => new NetTopologyPort
            {
                Node = Needed("Node"),
                HostAddress = Needed("HostAddress"),
                HostPort = Number("HostPort"),
                Protocol = Word<TransportProtocol>("Protocol"),
                SourcePrefix = text("SourcePrefix"),
                TargetNode = text("TargetNode"),
                TargetAddress = Needed("TargetAddress"),
                TargetPort = Number("TargetPort"),
            },
        };
        return (T)item;

        string Needed(string name) => text(name) ?? throw Invalid($"a {typeof(T).Name[nameof(NetTopology).Length..].ToLowerInvariant()} has no {name}");
        bool Flag(string name) => bool.TryParse(text(name), out bool flag) && flag;
        int Number(string name) => int.TryParse(text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        TWord Word<TWord>(string name)
            where TWord : struct, Enum
            => text(name) is not { } word ? default : Enum.TryParse(word, out TWord value) && Enum.IsDefined(value) ? value : throw Invalid($"'{word}' is not a {name}");
    }

    /// <summary>Gives each item the namespace of its node.</summary>
    internal static NetTopology Settle(NetTopology topology)
    {
        Dictionary<string, string> places = [];
        foreach (NetTopologyNode node in topology.Nodes)
            places[node.Name] = node.Namespace;
        foreach (NetTopologyItem item in topology.Items)
            item.Namespace = places.GetValueOrDefault(item.Node, item.Node);
        return topology;
    }

    /// <summary>The error for what is no topology.</summary>
    internal static NetNsException Invalid(string reason) => new(NetNsError.TopologyInvalid, $"This is not a topology: {reason}.", null, "Give what Get-NetTopology returned, or what Import-Clixml, ConvertFrom-Json or Import-Csv read back from it.");

    private static IReadOnlyList<string> Words(string text)
    {
        try
        {
            return CommandWords.Split(text);
        }
        catch (NetNsException e)
        {
            throw Invalid(e.Message);
        }
    }
}
