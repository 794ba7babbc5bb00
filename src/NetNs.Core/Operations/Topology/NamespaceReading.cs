using NetNs.Interop;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What the kernel told of one namespace, each table asked for once.</summary>
internal sealed class NamespaceReading
{
    private readonly Dictionary<int, LinkMessage> _byIndex = [];

    /// <summary>Which namespace.</summary>
    internal required NetNamespace Namespace { get; init; }

    /// <summary>What the topology calls it.</summary>
    internal required string Name { get; init; }

    internal required List<LinkMessage> Links { get; init; }

    internal required List<AddressMessage> Addresses { get; init; }

    internal required IReadOnlyList<RouteMessage> Routes { get; init; }

    internal required bool IPv4Forwarding { get; init; }

    internal required bool IPv6Forwarding { get; init; }

    /// <summary>What is published there.</summary>
    internal required IReadOnlyList<(PortEntry Entry, SetElement Element)> Ports { get; init; }

    /// <summary>What is masqueraded there.</summary>
    internal required IReadOnlyList<MasqueradeEntry> Masquerades { get; init; }

    /// <summary>The label of the lab that it belongs to.</summary>
    internal LabLabel? Label => Links.Find(LinkFactory.IsLoopback) is { } loopback ? LabLabel.Parse(loopback.Alias) : null;

    /// <summary>The far end of each veth, and the parent of each link that runs over another one: by the number of the link here.</summary>
    internal Dictionary<int, (NamespaceReading Where, LinkMessage Link)> Peers { get; } = [];

    /// <summary>A link by its number.</summary>
    internal LinkMessage? Link(int index) => _byIndex.GetValueOrDefault(index);

    /// <summary>Reads a namespace.</summary>
    internal static NamespaceReading Read(NamespaceContext context, string name)
    {
        bool hasNat = HasNat(context);
        var reading = new NamespaceReading
        {
            Namespace = context.Namespace,
            Name = name,
            Links = context.Route.DumpLinks(),
            Addresses = context.Route.DumpAddresses(),
            Routes = [.. DumpRoutes(context, LibC.AF_INET), .. DumpRoutes(context, LibC.AF_INET6)],
            IPv4Forwarding = Forwards(context, LibC.AF_INET),
            IPv6Forwarding = Forwards(context, LibC.AF_INET6),
            Ports = hasNat ? PublishedPorts.Read(context) : [],
            Masquerades = hasNat ? [.. NatSets.Both.SelectMany(s => MasqueradeEntry.Read(context, s)).Select(p => p.Entry)] : [],
        };
        foreach (LinkMessage link in reading.Links)
            reading._byIndex[link.Index] = link;
        return reading;
    }

    private static bool HasNat(NamespaceContext context)
    {
        try
        {
            return NatTable.Exists(context);
        }
        catch (NetNsException e) when (e.Error == NetNsError.KernelFeatureMissing)
        {
            return false;
        }
    }

    // A kernel without IPv6 answers with the tables of IPv4. A namespace where no link was ever switched on has no main table yet.
    private static List<RouteMessage> DumpRoutes(NamespaceContext context, int family)
    {
        try
        {
            return context.Route.DumpRoutes(family).FindAll(r => r.Family == family && (r.Flags & RouteFlags.Cloned) == 0 && r.Protocol != RouteProtocol.Kernel);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENOENT)
        {
            return [];
        }
    }

    private static bool Forwards(NamespaceContext context, int family)
        => context.Route.DumpConfiguration((byte)family).TryGetValue(NetConfigurationMessage.All, out NetConfigurationMessage? all) && all.Forwarding;
}
