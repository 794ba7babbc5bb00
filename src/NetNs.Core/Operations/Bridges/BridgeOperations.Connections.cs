using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Connections of namespaces.</content>
internal sealed partial class BridgeOperations
{
    /// <summary>The ports by which a namespace is connected to one bridge, or to any of a namespace.</summary>
    /// <param name="context">Where the bridge is.</param>
    /// <param name="target">The namespace that is connected.</param>
    /// <param name="bridge">The bridge; null for any.</param>
    /// <exception cref="NetNsException">LinkNotFound where there is no connection.</exception>
    internal IReadOnlyList<FoundLink> FindConnections(NamespaceContext context, NetNamespace target, FoundLink? bridge)
    {
        using NamespaceContext inner = session.Open(target);
        var found = new List<FoundLink>();
        // Links first: where nobody has listed them as yet, the kernel only now gives the other ends' namespaces their ids.
        List<LinkMessage> links = inner.Route.DumpLinks(kind: new VethKind());
        if (inner.Route.FindNamespaceId(context.Handle.File) is { } id)
        {
            foreach (LinkMessage link in links)
            {
                if (link.LinkNamespaceId == id && link.Link is { } index && PortOrNull(context, index) is { } port && (bridge is null || port.Master == bridge.Index))
                    found.Add(new FoundLink(context, port));
            }
        }

        string name = bridge?.Name ?? "any bridge";
        return found.Count > 0 ? found : throw new NetNsException(NetNsError.LinkNotFound, $"Namespace {target} is not connected to {name}{context.Namespace.Suffix}.", target,
            "List what is connected with Get-BridgePort; say with -BridgeNamespace where the bridge is.");
    }

    private static LinkMessage? PortOrNull(NamespaceContext context, int index)
    {
        try
        {
            LinkMessage link = context.Route.GetLink(index);
            return link.Port is null ? null : link;
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            return null; // gone meanwhile
        }
    }
}
