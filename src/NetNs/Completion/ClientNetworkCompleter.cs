using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes networks that clients may come from: those that ports are published for already, and those that the host has a link to.</summary>
public sealed class ClientNetworkCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
    {
        foreach ((PortEntry entry, _) in PublishedPorts.Read(context))
        {
            if (entry.Source is { } clients)
                yield return (clients.ToString(), $"{entry.Name} is published for it");
        }

        foreach (NetIPAddress address in Outward(context))
            yield return (Subnet.Of(address.IPAddress, address.PrefixLength).ToString(), $"the network on {address.InterfaceAlias}");
    }
}
