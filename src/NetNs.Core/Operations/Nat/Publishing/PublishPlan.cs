using System.Net;
using System.Net.Sockets;

namespace NetNs.Operations;

/// <summary>Ports and where each leads: what one transaction publishes, checked as far as it can be without the kernel.</summary>
/// <param name="Target">Where they lead.</param>
/// <param name="Entries">The ports; a host port of 0 stands for a free one.</param>
/// <param name="Free">Runs of entries that share one free port: one container port by several protocols and families.</param>
/// <param name="Options">How.</param>
internal sealed record PublishPlan(PublishTarget Target, List<PortEntry> Entries, IReadOnlyList<Range> Free, PublishOptions Options)
{
    /// <summary>"0.0.0.0:8080/tcp", or how many.</summary>
    internal string Name => Entries.Count switch
    {
        1 => Entries[0].Name,
        <= 4 => string.Join(", ", Entries.Select(e => e.Name)),
        _ => $"{Entries.Count} ports, {Entries[0].Name} to {Entries[^1].Name}",
    };

    /// <exception cref="NetNsException">PortInvalid for a port that is there twice; AddressNotFound where the target has no address of the family; ArgumentsInvalid.</exception>
    internal static PublishPlan Create(IReadOnlyList<PortRequest> requests, PublishTarget target, PublishOptions options)
    {
        var entries = new List<PortEntry>();
        var free = new List<Range>();
        foreach (PortRequest request in requests)
        {
            int first = entries.Count;
            IPAddress? hostAddress = request.HostAddress ?? options.HostAddress;
            foreach (TransportProtocol protocol in ProtocolsOf(request, options))
            {
                if (hostAddress is not null)
                    Add(entries, request, hostAddress, protocol, target, options);
                else
                    AddForAnyAddress(entries, request, protocol, target, options);
            }

            if (request.HostPort == 0)
                free.Add(first..entries.Count);
        }

        CheckTwice(entries);
        return new PublishPlan(target, entries, free, options);
    }

    private static void AddForAnyAddress(List<PortEntry> entries, PortRequest request, TransportProtocol protocol, PublishTarget target, PublishOptions options)
    {
        AddressFamily? only = options.Source?.BaseAddress.AddressFamily;
        if (only == AddressFamily.InterNetwork || (only is null && target.IPv4.Address is not null))
            Add(entries, request, IPAddress.Any, protocol, target, options);
        if (only == AddressFamily.InterNetworkV6 || (only is null && target.IPv6.Address is not null))
            Add(entries, request, IPAddress.IPv6Any, protocol, target, options);
    }

    private static void Add(List<PortEntry> entries, PortRequest request, IPAddress hostAddress, TransportProtocol protocol, PublishTarget target, PublishOptions options)
    {
        IPFamily family = Subnet.FamilyOf(hostAddress);
        if (options.Source is { } source && Subnet.FamilyOf(source.BaseAddress) != family)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"'{request.Text}' cannot be published for clients in {source}: {hostAddress} is an {family} address.", request.Text, "Host address and source prefix must be of one family.");
        if (target.EndOf(hostAddress).Address is not { } address)
        {
            throw new NetNsException(NetNsError.AddressNotFound, $"'{request.Text}' cannot be published to {target}: it has no {family} address that is reached from here.", request.Text,
                $"Give it one with New-NetIPAddress, or publish at an address of the other family.");
        }

        for (int i = 0; i < request.Count; i++)
            entries.Add(new PortEntry(hostAddress, (ushort)(request.HostPort + i), protocol, options.Source, address, (ushort)(request.ContainerPort + i)));
    }

    private static IReadOnlyList<TransportProtocol> ProtocolsOf(PortRequest request, PublishOptions options)
    {
        if (request.Protocol is not { } own)
            return options.Protocols;
        return !options.ProtocolsWereSaid || options.Protocols.Contains(own) ? [own] : throw new NetNsException(NetNsError.ArgumentsInvalid,
            $"'{request.Text}' says {ContainerPort.NameOf(own)}, but -Protocol says {string.Join(", ", options.Protocols.Select(ContainerPort.NameOf))}.", request.Text, "Say the protocol in one place.");
    }

    private static void CheckTwice(List<PortEntry> entries)
    {
        if (entries.Count < 2)
            return;
        Dictionary<IPAddress, HashSet<int>> seen = [];
        IPAddress? address = null;
        HashSet<int> ports = [];
        foreach (PortEntry entry in entries)
        {
            // Mostly all are at one address.
            if (!ReferenceEquals(entry.HostAddress, address) && !seen.TryGetValue(address = entry.HostAddress, out ports!))
                seen.Add(address, ports = new HashSet<int>(entries.Count));
            if (entry.HostPort != 0 && !ports.Add(((int)entry.Protocol << 16) | entry.HostPort))
                throw new NetNsException(NetNsError.PortInvalid, $"{entry.Name} is in the list twice.", entry.Name, "A port of the host leads to one place. Other protocols and other host addresses are other ports.");
        }
    }
}
