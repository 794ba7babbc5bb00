using System.Net;
using NetNs.Conntrack;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Makes the kernel forget UDP connections that still go where a port led before. UDP has no end that connection tracking could see: as
/// long as a client goes on sending, its packets go where the first one went, whatever is published by then. To be called after the
/// rules have changed; before, the next packet would bring the old way back.
/// </summary>
/// <param name="context">Where ports are published; must outlive it.</param>
internal sealed class StaleConnections(NamespaceContext context)
{
    private readonly Dictionary<ushort, List<(PortEntry Entry, bool IsPublished)>> _changed = [];
    private readonly Dictionary<IPAddress, bool> _local = [];

    /// <summary>Remembers a port that was published; of other protocols than UDP nothing need be forgotten.</summary>
    internal void NotePublished(PortEntry entry) => Note(entry, isPublished: true);

    /// <summary>Remembers a port that was taken back; of other protocols than UDP nothing need be forgotten.</summary>
    internal void NoteUnpublished(PortEntry entry) => Note(entry, isPublished: false);

    /// <summary>Forgets all connections to ports that were noted which do not go where they would go now: one pass for a whole pipeline.</summary>
    /// <remarks>Where that fails, the ports are as they should be all the same, and a warning says what may still go wrong.</remarks>
    /// <returns>How many were forgotten.</returns>
    internal int Forget()
    {
        if (_changed.Count == 0)
            return 0;
        try
        {
            return Failure.Translate(() => Delete(FindStale()), "forget tracked connections", context.Namespace);
        }
        catch (NetNsException e)
        {
            context.Reporter.Warn($"UDP clients that have been sending already may still go where a port led before: {e.Message}");
            return 0;
        }
        finally
        {
            _changed.Clear();
        }
    }

    private int Delete(List<ConntrackMessage> stale)
    {
        if (stale.Count == 0)
            return 0;
        if (context.Reporter.WantsSteps)
        {
            foreach (IGrouping<ushort?, ConntrackMessage> port in stale.GroupBy(c => c.Original!.DestinationPort))
                context.Reporter.Step($"Forget {port.Count()} UDP connections to port {port.Key}{context.Namespace.Suffix}", context.Command("conntrack", $"-D -p udp --orig-port-dst {port.Key}"));
        }

        return context.Conntrack.Delete(stale);
    }

    private void Note(PortEntry entry, bool isPublished)
    {
        if (entry.Protocol != TransportProtocol.Udp)
            return;
        if (!_changed.TryGetValue(entry.HostPort, out List<(PortEntry, bool)>? entries))
            _changed.Add(entry.HostPort, entries = []);
        entries.Add((entry, isPublished));
    }

    private List<ConntrackMessage> FindStale()
    {
        var filter = new ConntrackFilter(LibC.IPPROTO_UDP, _changed.Count == 1 ? _changed.Keys.First() : null);
        IEnumerable<IPFamily> families = _changed.Values.SelectMany(c => c).Select(c => Subnet.FamilyOf(c.Entry.HostAddress)).Distinct();
        return [.. families.SelectMany(f => context.Conntrack.Dump((int)f, filter)).Where(IsStale)];
    }

    private bool IsStale(ConntrackMessage tracked)
    {
        if (tracked is not { Original: { Protocol: LibC.IPPROTO_UDP, Source: { } source, Destination: { } destination, DestinationPort: { } port } original, Reply: { } reply })
            return false;
        if (!_changed.TryGetValue(port, out List<(PortEntry Entry, bool IsPublished)>? changes))
            return false;
        foreach ((PortEntry entry, bool isPublished) in changes)
        {
            if (!IsFor(entry, source, destination))
                continue;
            // The other side answers from where the packets went.
            bool goesThere = isPublished
                ? entry.Target.Equals(reply.Source) && entry.TargetPort == reply.SourcePort
                : destination.Equals(reply.Source) && port == reply.SourcePort;
            if (!goesThere)
                return true;
        }

        return false;
    }

    // The port as it was before translation, at an address that the entry is for. Another machine's address is none of them,
    // though its packets come through here.
    private bool IsFor(PortEntry entry, IPAddress source, IPAddress destination)
        => entry.HostAddress.AddressFamily == destination.AddressFamily
            && (entry.Source is not { } clients || clients.Contains(source))
            && (entry.IsForAnyAddress ? IsLocal(destination) : entry.HostAddress.Equals(destination));

    private bool IsLocal(IPAddress address)
    {
        if (_local.TryGetValue(address, out bool isLocal))
            return isLocal;
        try
        {
            isLocal = context.Route.LookUpRoute(new RouteLookUp(address).ToMessage()).Kind == RouteKind.Local;
        }
        catch (NetlinkException)
        {
            isLocal = false; // no route at all
        }

        _local.Add(address, isLocal);
        return isLocal;
    }
}
