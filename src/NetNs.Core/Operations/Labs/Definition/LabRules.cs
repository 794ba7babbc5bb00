using System.Net;

namespace NetNs.Operations;

/// <summary>What the values of a definition say together: names that fit, subnets that do not overlap, cables that have both ends.</summary>
internal sealed class LabRules(LabDraft draft, LabMistakes mistakes)
{
    private readonly Dictionary<string, LabBridgeDraft> _bridges = [];
    private readonly Dictionary<string, LabNodeDraft> _nodes = [];

    /// <summary>The definition; null where there is a mistake.</summary>
    internal LabDefinition? Check()
    {
        foreach (LabBridgeDraft bridge in draft.Bridges)
        {
            if (!_bridges.TryAdd(bridge.Name, bridge))
                mistakes.Add(bridge.At, $"there are two bridges '{bridge.Name}'");
        }

        foreach (LabNodeDraft node in draft.Nodes)
        {
            if (!_nodes.TryAdd(node.Name, node))
                mistakes.Add(node.At, $"there are two nodes '{node.Name}'");
            if (draft.Sealed && draft.Prefix + node.Name == LabDefinition.HostNameOf(draft.Name))
                mistakes.Add(node.At, $"the node would be called {LabDefinition.HostNameOf(draft.Name)}, which is the namespace of a sealed lab's bridges: choose another name or Prefix");
        }

        if (draft.Uplink && !draft.Sealed)
            mistakes.Add("Uplink", LabPlace.None, "only a sealed lab has an uplink: leave it out, or leave Sealed = $false out");
        CheckSubnets();
        foreach (LabNodeDraft node in draft.Nodes)
            CheckConnections(node);
        foreach (LabCableDraft cable in draft.Cables)
            CheckCable(cable);
        CheckPorts();
        if (mistakes.Any)
            return null;
        LabDefinition definition = new LabAddressing(draft, mistakes).Complete();
        foreach (LabNode node in definition.Nodes)
            CheckRoutes(definition, node);
        return mistakes.Any ? null : definition;
    }

    private void CheckSubnets()
    {
        List<(LabData At, IPNetwork Network, object Owner)> all = [
            .. draft.Bridges.SelectMany(b => b.Addresses.Select(a => (a.At, a.Address.Network, (object)b))),
            .. draft.Cables.SelectMany(c => c.Subnets.Select(s => (s.At, s.Network, (object)c)))];
        for (int i = 0; i < all.Count; i++)
        {
            // One bridge may have several addresses in one subnet.
            int other = all.FindIndex(0, i, o => Subnet.Overlap(o.Network, all[i].Network) && !(ReferenceEquals(o.Owner, all[i].Owner) && o.Network.Equals(all[i].Network)));
            if (other >= 0)
                mistakes.Add(all[i].At, $"the subnet {all[i].Network} overlaps {all[other].Network} of {all[other].At.Path}");
        }
    }

    private void CheckConnections(LabNodeDraft node)
    {
        HashSet<string> links = [];
        HashSet<string> bridges = [];
        foreach (LabConnectionDraft connection in node.Connections)
        {
            if (!_bridges.TryGetValue(connection.Bridge, out LabBridgeDraft? bridge))
            {
                mistakes.Add(connection.At, Missing("bridge", connection.Bridge, _bridges.Keys));
                continue;
            }

            if (!bridges.Add(connection.Bridge))
                mistakes.Add(connection.At, $"node '{node.Name}' is connected to bridge '{connection.Bridge}' twice");
            if (connection.InterfaceAlias is { } alias && !links.Add(alias))
                mistakes.Add(connection.At, $"node '{node.Name}' has two links '{alias}'");
            foreach ((LabData at, InterfaceAddress address, bool hasPrefix) in connection.Addresses)
                CheckAddress(at, address, hasPrefix, [bridge]);
            CheckMtu(connection.At, connection.Mtu ?? node.Mtu ?? bridge.Mtu, bridge.Addresses.Concat(connection.Addresses).Select(a => a.Address));
        }

        LabBridgeDraft[] connected = [.. node.Connections.Select(c => _bridges.GetValueOrDefault(c.Bridge)).OfType<LabBridgeDraft>()];
        foreach ((LabData at, InterfaceAddress address, bool hasPrefix) in node.Addresses)
        {
            if (connected.Length == 0)
                mistakes.Add(at, $"node '{node.Name}' has an address but no Bridge; an end of a link gets its address from the link's Subnet or IPAddress");
            else
                CheckAddress(at, address, hasPrefix, connected);
        }

        if (node.Publish.Count > 0 && connected.Length == 0)
            mistakes.Add(node.Publish[0], $"node '{node.Name}' publishes a port but is connected to no bridge");
    }

    private void CheckAddress(LabData at, InterfaceAddress address, bool hasPrefix, LabBridgeDraft[] bridges)
    {
        InterfaceAddress[] gateways = [.. bridges.SelectMany(b => b.Addresses).Select(a => a.Address)];
        if (Array.Find(gateways, g => g.Contains(address.Address)) is { } gateway)
        {
            if (hasPrefix && gateway.PrefixLength != address.PrefixLength)
                mistakes.Add(at, $"{address} is in the subnet {gateway.Network}: its prefix length must be {gateway.PrefixLength}");
        }
        else if (gateways.Any(g => g.Family == address.Family))
        {
            mistakes.Add(at, $"{address.Address} is outside the subnet{(gateways.Length == 1 ? "" : "s")} {string.Join(", ", gateways.Select(g => g.Network).Distinct())}");
        }
        else if (!hasPrefix)
        {
            mistakes.Add(at, $"'{address.Address}' has no prefix length, and no bridge of the node has an {address.Family} subnet to take one from");
        }
    }

    private void CheckCable(LabCableDraft cable)
    {
        if (cable.Ends.Count != 2)
            return;
        foreach ((LabData at, string node, string alias) in cable.Ends)
        {
            if (!_nodes.TryGetValue(node, out LabNodeDraft? found))
                mistakes.Add(at, Missing("node", node, _nodes.Keys));
            else if (found.Connections.Any(c => c.InterfaceAlias == alias) || draft.Cables.SelectMany(c => c.Ends).Count(e => e.Node == node && e.InterfaceAlias == alias) > 1)
                mistakes.Add(at, $"node '{node}' has two links '{alias}'");
        }

        foreach (IGrouping<IPFamily, (LabData At, IPNetwork Network)> family in cable.Subnets.GroupBy(s => Subnet.FamilyOf(s.Network.BaseAddress)))
        {
            if (family.Count() > 1)
                mistakes.Add(family.Last().At, $"a link has one {family.Key} subnet");
            if (family.First() is var (at, network) && network.PrefixLength > (family.Key == IPFamily.IPv4 ? 31 : 127))
                mistakes.Add(at, $"{network} has no room for two addresses");
        }

        foreach (IGrouping<IPFamily, (LabData At, InterfaceAddress Address, bool)> family in cable.Addresses.GroupBy(a => a.Address.Family))
        {
            var addresses = family.ToList();
            if (addresses.Count != 2)
                mistakes.Add(addresses[^1].At, $"a link has two {family.Key} addresses, one for each end");
            else if (!addresses[0].Address.Network.Equals(addresses[1].Address.Network))
                mistakes.Add(addresses[1].At, $"{addresses[1].Address} is outside the subnet {addresses[0].Address.Network} of the other end");
            if (cable.Subnets.FirstOrDefault(s => Subnet.FamilyOf(s.Network.BaseAddress) == family.Key) is { At: not null } subnet
                && addresses.Find(a => !a.Address.Network.Equals(subnet.Network)) is { At: not null } outside)
            {
                mistakes.Add(outside.At, $"{outside.Address} is outside the subnet {subnet.Network}");
            }
        }

        if (cable.DefaultRoute is { } route && !cable.Ends.Any(e => e.Node == route.Text))
            mistakes.Add(route, $"{route.Kind} is neither end of this link: name {cable.Ends[0].Node} or {cable.Ends[1].Node}, the node that gets the default route");
        CheckMtu(cable.At, cable.Mtu, [.. cable.Subnets.Select(s => new InterfaceAddress(s.Network.BaseAddress, s.Network.PrefixLength)), .. cable.Addresses.Select(a => a.Address)]);
    }

    private void CheckMtu(LabData at, int? mtu, IEnumerable<InterfaceAddress> addresses)
    {
        if (mtu < LinkOperations.IPv6MinMtu && addresses.Any(a => a.Family == IPFamily.IPv6))
            mistakes.Add(at, $"an MTU of {mtu} is too small for IPv6, which needs {LinkOperations.IPv6MinMtu} bytes (RFC 8200)");
    }

    private void CheckPorts()
    {
        Dictionary<string, string> seen = [];
        foreach ((LabNodeDraft node, LabData port) in draft.Nodes.SelectMany(n => n.Publish.Select(p => (n, p))))
        {
            PortRequest request;
            try
            {
                request = PortRequest.Parse(port.Text!);
            }
            catch (NetNsException)
            {
                continue; // reported by the reader
            }

            if (request.HostPort == 0)
                mistakes.Add(port, $"'{port.Text}' takes whichever port is free; a lab needs a fixed one");
            for (int i = 0; i < request.Count; i++)
            {
                string key = $"{request.HostAddress?.ToString() ?? "*"} {request.HostPort + i}/{ContainerPort.NameOf(request.Protocol ?? TransportProtocol.Tcp)}";
                if (!seen.TryAdd(key, node.Name))
                    mistakes.Add(port, $"port {request.HostPort + i} is published twice, for '{seen[key]}' and '{node.Name}'");
            }
        }
    }

    private void CheckRoutes(LabDefinition definition, LabNode node)
    {
        List<InterfaceAddress> own = [.. node.Connections.SelectMany(c => c.Addresses), .. definition.Cables.SelectMany(c => c.Ends).Where(e => e.Node == node.Name).SelectMany(e => e.Addresses)];
        HashSet<(IPNetwork, uint?)> seen = [];
        foreach ((LabData at, LabRoute route) in _nodes[node.Name].Routes)
        {
            if (!seen.Add((route.Options.Destination, route.Options.Metric)))
                mistakes.Add(at, $"node '{node.Name}' has two routes to {route.Options.Name}");
            foreach (IPAddress hop in route.Options.NextHops)
            {
                if (!route.Options.OnLink && !hop.IsIPv6LinkLocal && !own.Exists(a => a.Contains(hop)))
                    mistakes.Add(at, $"the next hop {hop} is in none of the networks of node '{node.Name}' ({string.Join(", ", own.Select(a => a.Network).Distinct())})");
                if (own.Exists(a => a.Address.Equals(hop)))
                    mistakes.Add(at, $"the next hop {hop} is an address of node '{node.Name}' itself");
            }
        }
    }

    private static string Missing(string what, string name, IEnumerable<string> present)
        => $"there is no {what} '{name}'" + (NearestWord.Of(name, present) is { } near ? $"; did you mean {near}?" : $" in Bridges or Nodes");
}
