using System.Net.NetworkInformation;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>A pair that may be there already, held against what was asked for.</summary>
internal sealed class ExistingVethPair(NamespaceContext context, NamespaceContext peerContext, VethOptions options)
{
    /// <summary>The pair that is there.</summary>
    /// <param name="bridge">The bridge that was asked for.</param>
    /// <exception cref="NetNsException">ExistingDiffers, with the first difference.</exception>
    internal VethPair Reuse(LinkMessage? bridge)
    {
        LinkMessage first = context.Route.FindLink(options.Name)
            ?? throw LinkFailure.Differs(options.PeerName, peerContext.Namespace, $"it is not the other end of {options.Name}{context.Namespace.Suffix}");
        if (first.Kind is not VethKind)
            throw LinkFailure.Differs(options.Name, context.Namespace, $"its kind is {LinkFactory.KindName(first)}, not Veth");
        LinkMessage second = peerContext.Route.FindLink(options.PeerName) is { } found && IsPeer(first, found) ? found
            : throw LinkFailure.Differs(options.Name, context.Namespace, $"its other end is not {options.PeerName}{peerContext.Namespace.Suffix}");
        if (bridge is not null && first.Master != bridge.Index)
            throw LinkFailure.Differs(options.Name, context.Namespace, $"it is not a port of {bridge.Name}");
        Compare(context, first, options.MacAddress, options.Addresses);
        Compare(peerContext, second, options.PeerMacAddress, options.PeerAddresses);
        string? master = first.Master is { } index and not 0 ? LinkOperations.NameOf(context, index) : null;
        return LinkOperations.Describe(context, first, master, peerContext, second);
    }

    // Numbers may be the same in two namespaces: the id of the namespace decides.
    private bool IsPeer(LinkMessage first, LinkMessage second) => second.Kind is VethKind && first.Link == second.Index && second.Link == first.Index
        && first.LinkNamespaceId == (context.Handle.Identity == peerContext.Handle.Identity ? null : context.Route.FindNamespaceId(peerContext.Handle.File));

    private void Compare(NamespaceContext where, LinkMessage link, PhysicalAddress? address, IReadOnlyList<InterfaceAddress> addresses)
    {
        if ((LinkDifference.OfMtu(link, options.Mtu) ?? LinkDifference.OfAddress(link, address) ?? LinkDifference.OfState(link, options.Up)) is { } difference)
            throw LinkFailure.Differs(link.Name!, where.Namespace, difference);
        if (addresses.Count == 0)
            return;
        List<AddressMessage> there = where.Route.DumpAddresses(link: link.Index);
        foreach (InterfaceAddress wanted in addresses)
        {
            if (!there.Any(a => a.PrefixLength == wanted.PrefixLength && wanted.Address.Equals(a.Local ?? a.Address)))
                throw LinkFailure.Differs(link.Name!, where.Namespace, $"it has no address {wanted}");
        }
    }
}
