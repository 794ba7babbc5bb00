using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Names that a removed namespace still holds.</content>
internal sealed partial class LinkOperations
{
    // A closed netlink socket keeps its namespace for an RCU grace period, some 20 ms, in which nothing tells that nobody wants it any more.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan DyingTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Makes a link. A namespace's veth pairs go some time after the namespace does: where the name is held by such a pair, waits until it has gone.
    /// A link that a process left unfinished when it ended makes way, too.
    /// </summary>
    /// <exception cref="NetlinkException">EEXIST where the name is taken by a link that stays.</exception>
    internal LinkMessage CreateUnlessDying(NamespaceContext context, LinkMessage request, NamespaceContext peerContext, string? peerName)
    {
        try
        {
            return context.Route.CreateLink(request);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST && IsSoonFree(context, request.Name!) && (peerName is null || IsSoonFree(peerContext, peerName)))
        {
            return context.Route.CreateLink(request);
        }
    }

    // True where nobody has the name any more, or a link had it that was on its way out.
    private bool IsSoonFree(NamespaceContext context, string name)
    {
        if (context.Route.FindLink(name) is not { } holder)
            return true;
        if (UnfinishedLink.IsAbandoned(holder))
        {
            session.Reporter.Warn($"{name}{context.Namespace.Suffix} was never finished, and its maker has ended: it is made anew.");
            context.Route.DeleteLink(holder.Index);
            return true;
        }

        // The other end of a pair that stays is in a namespace that somebody named, or that a process is in.
        if (holder is not { Kind: VethKind, LinkNamespaceId: { } id } || new PeerResolver(session, context, _ => null).FindNamespace(id) is not null)
            return false;
        var waiter = new LinkWaiter(session, context);
        return waiter.WaitGone(holder.Index, Patience) || (IsGone(context, id) && waiter.WaitGone(holder.Index, DyingTimeout));
    }

    // The id leads nowhere: the last who held the namespace has let go.
    private static bool IsGone(NamespaceContext context, int namespaceId)
    {
        try
        {
            return namespaceId < 0 || context.Route.GetLink(1, namespaceId) is null;
        }
        catch (NetlinkException e) when (e.Errno == Errno.EINVAL)
        {
            return true;
        }
    }
}
