using System.Net;

namespace NetNs.Operations;

/// <summary>
/// Settles names and addresses that a definition leaves open. The result depends on the definition alone: links are eth0, eth1 … in the order of the
/// bridges, and each node gets the lowest free address of each subnet in the order of the nodes' names (n2 before n10). A node whose address must not change when
/// others are added is given one in the definition.
/// </summary>
internal sealed class LabAddressing(LabDraft draft, LabMistakes mistakes)
{
    private readonly Dictionary<IPAddress, string> _taken = [];

    /// <summary>The whole definition.</summary>
    internal LabDefinition Complete()
    {
        LabBridge[] bridges = [.. draft.Bridges.Select(b => new LabBridge(b.Name, [.. b.Addresses.Select(a => a.Address)], b.Masquerade, b.Mtu, b.Settings))];
        foreach (LabBridgeDraft bridge in draft.Bridges)
        {
            foreach ((LabData at, InterfaceAddress address, _) in bridge.Addresses)
                Take(at, address.Address, $"bridge '{bridge.Name}'");
        }

        var given = draft.Nodes.ToDictionary(n => n, Given);
        LabCable[] cables = [.. draft.Cables.Select(Complete)];
        var pools = bridges.ToDictionary(b => b.Name, b => b.Addresses.DistinctBy(a => a.Network).Select(a => new AddressPool(a)).ToList());
        LabNode[] nodes = [.. draft.Nodes.Select(n => Complete(n, given[n], pools))];
        return new LabDefinition
        {
            Name = draft.Name,
            Prefix = draft.Prefix,
            Sealed = draft.Sealed,
            Uplink = draft.Uplink,
            Hosts = draft.Hosts,
            Bridges = bridges,
            Nodes = nodes,
            Cables = cables,
        };
    }

    // The addresses that the definition gives to each connection of a node.
    private List<InterfaceAddress>[] Given(LabNodeDraft node)
    {
        List<InterfaceAddress>[] result = [.. node.Connections.Select(_ => new List<InterfaceAddress>())];
        for (int i = 0; i < result.Length; i++)
        {
            foreach ((LabData at, InterfaceAddress address, bool hasPrefix) in node.Connections[i].Addresses)
                Give(at, address, hasPrefix, i);
        }

        foreach ((LabData at, InterfaceAddress address, bool hasPrefix) in node.Addresses)
        {
            int owner = node.Connections.FindIndex(c => SubnetOf(c.Bridge, address) is not null);
            Give(at, address, hasPrefix, Math.Max(owner, 0));
        }

        return result;

        void Give(LabData at, InterfaceAddress address, bool hasPrefix, int connection)
        {
            Take(at, address.Address, $"node '{node.Name}'");
            result[connection].Add(hasPrefix ? address : address with { PrefixLength = SubnetOf(node.Connections[connection].Bridge, address)?.PrefixLength ?? address.PrefixLength });
        }
    }

    private InterfaceAddress? SubnetOf(string bridge, InterfaceAddress address)
        => draft.Bridges.Where(b => b.Name == bridge).SelectMany(b => b.Addresses).Select(a => a.Address).FirstOrDefault(a => a.Contains(address.Address));

    private LabNode Complete(LabNodeDraft node, List<InterfaceAddress>[] given, Dictionary<string, List<AddressPool>> pools)
    {
        HashSet<string> links = [.. node.Connections.Select(c => c.InterfaceAlias).OfType<string>(), .. draft.Cables.SelectMany(c => c.Ends).Where(e => e.Node == node.Name).Select(e => e.InterfaceAlias)];
        int number = 0;
        var connections = new List<LabConnection>();
        for (int i = 0; i < given.Length; i++)
        {
            LabConnectionDraft connection = node.Connections[i];
            string? alias = connection.InterfaceAlias;
            while (alias is null)
                alias = links.Add($"eth{number}") ? $"eth{number}" : NextNumber();
            List<InterfaceAddress> addresses = [.. given[i]];
            foreach (AddressPool pool in pools[connection.Bridge].Where(p => !given[i].Exists(a => p.Gateway.Contains(a.Address))))
            {
                if (pool.Take(_taken.ContainsKey) is { } free)
                {
                    _taken.Add(free.Address, node.Name);
                    addresses.Add(free);
                }
                else
                {
                    mistakes.Add(connection.At, $"the subnet {pool.Gateway.Network} of bridge '{connection.Bridge}' has no address left for node '{node.Name}'");
                }
            }

            connections.Add(new LabConnection(connection.Bridge, alias, addresses, connection.Mtu ?? node.Mtu));
        }

        return new LabNode
        {
            Name = node.Name,
            Connections = connections,
            Publish = [.. node.Publish.Select(p => p.Text!)],
            Processes = node.Processes,
            Sysctls = node.Sysctls,
            Routes = [.. node.Routes.Select(r => r.Route)],
            DefaultRoute = node.DefaultRoute,
        };

        string? NextNumber()
        {
            number++;
            return null;
        }
    }

    private LabCable Complete(LabCableDraft cable)
    {
        List<InterfaceAddress>[] ends = [[], []];
        foreach (IGrouping<IPFamily, (LabData At, InterfaceAddress Address, bool)> family in cable.Addresses.GroupBy(a => a.Address.Family))
        {
            foreach (((LabData at, InterfaceAddress address, _), int end) in family.Select((a, i) => (a, i)))
                Add(at, address, end);
        }

        foreach ((LabData at, IPNetwork network) in cable.Subnets.Where(s => !ends[0].Exists(a => a.Family == Subnet.FamilyOf(s.Network.BaseAddress))))
        {
            var pool = new AddressPool(new InterfaceAddress(network.BaseAddress, network.PrefixLength));
            for (int end = 0; end < 2; end++)
            {
                if (pool.Take(_ => false) is { } address)
                    Add(at, address, end);
            }
        }

        return new LabCable(End(0), End(1), cable.Mtu);

        LabCableEnd End(int end) => new(cable.Ends[end].Node, cable.Ends[end].InterfaceAlias, ends[end],
            cable.DefaultRoute?.Text == cable.Ends[end].Node ? [.. ends[1 - end].Select(a => a.Address)] : []);

        void Add(LabData at, InterfaceAddress address, int end)
        {
            Take(at, address.Address, $"link {cable.Ends[end].Node}:{cable.Ends[end].InterfaceAlias}");
            ends[end].Add(address);
        }
    }

    private void Take(LabData at, IPAddress address, string owner)
    {
        if (!_taken.TryAdd(address, owner))
            mistakes.Add(at, $"{address} is given to both {_taken[address]} and {owner}");
    }
}
