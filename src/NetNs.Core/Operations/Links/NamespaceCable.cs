using System.Globalization;
using System.Net;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>A cable between two namespaces: a veth pair with addresses and, where wanted, default routes.</summary>
internal sealed class NamespaceCable(OperationSession session, NamespaceContext first, NamespaceContext second)
{
    /// <summary>Makes the cable, all or nothing.</summary>
    /// <exception cref="NetNsException">ArgumentsInvalid where both are one namespace; LinkAlreadyExists, ExistingDiffers, RouteAlreadyExists …</exception>
    internal VethPair Connect(CableOptions options)
    {
        VethOptions pair = Plan(options);
        bool isThere = first.Route.FindLink(pair.Name) is not null;
        VethPair made = new LinkOperations(session).CreateVethPair(first, second, pair);
        using var undo = new Undo(session.Reporter);
        if (!isThere)
            undo.Push($"remove link {pair.Name}", () => first.Route.DeleteLink(made.A.InterfaceIndex));
        foreach (CableEnd end in options.DefaultRoutes)
        {
            session.Checkpoint();
            AddDefaultRoutes(end, end == CableEnd.A ? made.A : made.B, options);
        }

        session.Checkpoint();
        undo.Keep();
        return made;
    }

    /// <summary>What will be made: names and addresses of both ends.</summary>
    internal VethOptions Plan(CableOptions options)
    {
        if (first.Handle.Identity == second.Handle.Identity)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"Both ends of the cable would be in one namespace, {first.Namespace}.", first.Namespace.ToString(), "Name two namespaces, or make a pair inside one with New-VethPair.");
        (string Name, string PeerName)? present = options.Reuse ? FindPresent(options) : null;
        string name = options.Name ?? present?.Name ?? FreeName(first);
        return new VethOptions
        {
            Name = name,
            PeerName = options.PeerName ?? present?.PeerName ?? (options.Name is { } said && second.Route.FindLink(said) is null ? said : FreeName(second)),
            Mtu = options.Mtu,
            Addresses = options.Addresses(CableEnd.A),
            PeerAddresses = options.Addresses(CableEnd.B),
            Up = true,
            Reuse = options.Reuse,
        };
    }

    // By its name where one is said, else by its addresses; without either, it is the first to that namespace.
    private (string Name, string PeerName)? FindPresent(CableOptions options)
    {
        IPAddress[] wanted = [.. options.Addresses(CableEnd.A).Select(a => a.Address)];
        HashSet<int> holders = [.. first.Route.DumpAddresses().Where(a => wanted.Contains(a.Local ?? a.Address)).Select(a => a.Index)];
        return new LinkOperations(session).List(first, m => m.Message.Kind is VethKind && (options.Name is { } said ? m.Name == said : wanted.Length == 0 || holders.Contains(m.Index)))
            .Where(l => l.PeerName is not null && second.Namespace.Equals(l.PeerNamespace))
            .Select(l => ((string, string)?)(l.Name, l.PeerName!)).FirstOrDefault();
    }

    private static string FreeName(NamespaceContext context)
    {
        HashSet<string> taken = [.. context.Route.DumpLinks().SelectMany(l => l.AlternativeNames.Append(l.Name!))];
        return Enumerable.Range(0, int.MaxValue).Select(n => string.Create(CultureInfo.InvariantCulture, $"eth{n}")).First(n => !taken.Contains(n));
    }

    private void AddDefaultRoutes(CableEnd end, NetLink link, CableOptions options)
    {
        NamespaceContext context = end == CableEnd.A ? first : second;
        LinkMessage message = context.Route.GetLink(link.InterfaceIndex);
        foreach (InterfaceAddress router in options.Addresses(end == CableEnd.A ? CableEnd.B : CableEnd.A))
        {
            IPNetwork all = router.Family == IPFamily.IPv4 ? Subnet.AllIPv4 : Subnet.AllIPv6;
            RouteOperations.Create(context, message, new RouteOptions { Destination = all, NextHops = [router.Address] }, options.Reuse);
        }
    }
}
