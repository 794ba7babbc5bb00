using System.Security.Cryptography;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Removes many links as one: the kernel waits some 16 ms for each removal on its own, but only once for a group. So the links are
/// collected, marked with a group number that nobody else uses, and that group is removed.
/// </summary>
internal sealed class LinkRemoval(OperationSession session)
{
    // 40 bytes each: the datagram stays within the send buffer that every system grants. Marks and removal go in one datagram,
    // which the kernel works through to its end whatever happens to us meanwhile: no link stays behind marked.
    private const int BatchSize = 1000;

    private readonly Dictionary<NetNamespace, List<LinkMessage>> _links = [];
    private readonly HashSet<object> _removed = new(ReferenceEqualityComparer.Instance);

    /// <summary>The links that are gone.</summary>
    internal IReadOnlySet<object> Removed => _removed;

    /// <summary>Refuses what cannot be removed.</summary>
    /// <exception cref="NetNsException">KernelRefused for hardware and lo.</exception>
    internal static void Check(NamespaceContext context, LinkMessage link)
    {
        if (link.Kind is not null)
            return;
        throw new NetNsException(NetNsError.KernelRefused, LinkFactory.IsLoopback(link)
                ? $"Cannot remove {link.Name}{context.Namespace.Suffix}: every namespace has its loopback link for as long as it lives."
                : $"Cannot remove {link.Name}{context.Namespace.Suffix}: it stands for hardware, and is there as long as the hardware and its driver are.",
            link.Name, $"Switch it off with {LinkFailure.Cmdlet("Disable-NetLink", link.Name!, context.Namespace)}{(LinkFactory.IsLoopback(link) ? "." : ", or put it elsewhere with Move-NetLink.")}");
    }

    /// <summary>Takes a link into the collection. Nothing is changed yet.</summary>
    internal void Add(NamespaceContext context, LinkMessage link)
    {
        if (!_links.TryGetValue(context.Namespace, out List<LinkMessage>? list))
            _links.Add(context.Namespace, list = []);
        list.Add(link);
    }

    /// <summary>Removes what was collected. A link that is gone by then counts as removed: the other end of a pair goes with the first.</summary>
    /// <param name="onFailure">Takes a link that could not be removed, and why.</param>
    internal void Run(Action<LinkMessage, NetNsException> onFailure)
    {
        // Where pairs reach from one namespace into many, the one end removes the others.
        foreach ((NetNamespace target, List<LinkMessage> links) in _links.OrderByDescending(pair => pair.Value.Count))
        {
            session.Checkpoint();
            var stays = new HashSet<object>(ReferenceEqualityComparer.Instance);
            try
            {
                NamespaceContext context = session.In(target);
                foreach (LinkMessage[] batch in links.Count == 1 ? [] : links.Chunk(BatchSize))
                    RemoveGroup(context, batch, Fail);
                if (links.Count == 1)
                    RemoveOne(context, links[0], Fail);
            }
            catch (NetNsException e) when (e.Error == NetNsError.NamespaceNotFound)
            {
                // Its links went with it.
            }

            _removed.UnionWith(links.Where(l => !stays.Contains(l)));

            void Fail(LinkMessage link, NetNsException failure)
            {
                stays.Add(link);
                onFailure(link, failure);
            }
        }

        _links.Clear();
    }

    private static void RemoveGroup(NamespaceContext context, LinkMessage[] links, Action<LinkMessage, NetNsException> onFailure)
    {
        uint group = FreeGroup(context);
        RouteBatch batch = context.Route.Batch();
        foreach (LinkMessage link in links)
        {
            context.Step($"Mark {link.Name}", $"link set {ShellText.Link(link.Name!)} group {group}");
            batch.ChangeLink(new LinkMessage { Index = link.Index, Group = group });
        }

        context.Step($"Remove the {links.Length} marked links", $"link delete group {group}");
        IReadOnlyList<NetlinkException> failures = batch.DeleteLinkGroup(group).TryCommit();
        // ENODEV: the link, or at last the whole group, went meanwhile.
        if (failures.Any(f => f.MessageIndex == links.Length && f.Errno != Errno.ENODEV))
        {
            // One of them does not let itself be removed, and so none was: the marks come off, and each goes on its own.
            RouteBatch unmark = context.Route.Batch();
            foreach (LinkMessage link in links)
                unmark.ChangeLink(new LinkMessage { Index = link.Index, Group = link.Group ?? 0 });
            unmark.TryCommit();
            foreach (LinkMessage link in links)
                RemoveOne(context, link, onFailure);
            return;
        }

        foreach (NetlinkException failure in failures.Where(f => f.MessageIndex < links.Length && f.Errno != Errno.ENODEV))
            onFailure(links[failure.MessageIndex], LinkFailure.OfChange(failure, "remove", links[failure.MessageIndex].Name!, context.Namespace));
    }

    /// <summary>Removes one link at once.</summary>
    internal static void RemoveOne(NamespaceContext context, LinkMessage link, Action<LinkMessage, NetNsException> onFailure)
    {
        context.Step($"Remove {link.Name}", $"link delete {ShellText.Link(link.Name!)}");
        try
        {
            context.Route.DeleteLink(link.Index);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            // Gone meanwhile.
        }
        catch (NetlinkException e)
        {
            // The answer was lost: what it would have said can be seen.
            if (e.Errno is Errno.ETIMEDOUT or Errno.ENOBUFS && IsGone(context, link.Index))
                return;
            onFailure(link, LinkFailure.OfChange(e, "remove", link.Name!, context.Namespace));
        }
    }

    private static bool IsGone(NamespaceContext context, int index)
    {
        try
        {
            context.Route.GetLink(index);
            return false;
        }
        catch (NetlinkException e)
        {
            return e.Errno == Errno.ENODEV;
        }
    }

    // Half of the numbers that a group can have: scripts choose small ones.
    private static uint FreeGroup(NamespaceContext context)
    {
        HashSet<uint> used = [.. context.Route.DumpLinks().Select(l => l.Group ?? 0)];
        uint group;
        do
            group = (uint)RandomNumberGenerator.GetInt32(0x40000000, int.MaxValue);
        while (used.Contains(group));
        return group;
    }
}
