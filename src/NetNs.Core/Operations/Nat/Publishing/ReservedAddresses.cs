using System.Net;
using NetNs.NfTables;
using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>
/// Addresses that published ports lead to. Whoever gets such an address gets the connections, so that none is given out as a free one,
/// also where the container that had it has gone.
/// </summary>
internal sealed class ReservedAddresses
{
    private readonly NamespaceContext _context;
    private readonly Dictionary<IPAddress, (PortEntry Entry, string? Comment)> _ports = [];

    private ReservedAddresses(NamespaceContext context) => _context = context;

    /// <summary>The addresses.</summary>
    internal IEnumerable<IPAddress> All => _ports.Keys;

    /// <summary>Reads them: none, by one request, where nothing is published.</summary>
    internal static ReservedAddresses Read(NamespaceContext context)
    {
        var reserved = new ReservedAddresses(context);
        try
        {
            if (NatTable.Exists(context))
            {
                foreach ((PortEntry entry, SetElement element) in PublishedPorts.Read(context))
                    reserved._ports.TryAdd(entry.Target, (entry, element.Comment));
            }
        }
        catch (Exception e) when (e is Netlink.NetlinkException or NetNsException { Error: NetNsError.KernelFeatureMissing or NetNsError.NotPermitted })
        {
            // A kernel without nf_tables publishes nothing.
        }

        return reserved;
    }

    /// <summary>Warns where a namespace is given an address that a port of another one leads to.</summary>
    internal void Warn(IPAddress address, NetNamespace target)
    {
        if (!_ports.TryGetValue(address, out (PortEntry Entry, string? Comment) port) || ContainerTag.InodeOf(port.Comment) is not { } inode)
            return;
        string name = ContainerTag.NameOf(port.Comment!);
        // The kernel gives the numbers of namespaces again: it is the same only where its name still leads there.
        string path = name.Contains('/', StringComparison.Ordinal) ? name : new NamespaceStore().PathOf(name);
        if (inode == target.Inode && NamespaceHandle.IdentityOf(path)?.Inode == inode)
            return;
        _context.Reporter.Warn($"{port.Entry.Name} is published{_context.Namespace.Suffix} for namespace {name}, and leads to {address}: from now on it leads to {target}. Take it back with: Unpublish-ContainerPort {port.Entry.HostPort}{(_context.IsCurrent ? "" : $" -Namespace {_context.Namespace}")}");
    }
}
