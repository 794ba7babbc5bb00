using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Knows when the devices of removed namespaces are really gone. The kernel clears namespaces up later, many at a time, and
/// tells nobody; but all devices of a namespace go in one stroke, and with them the other ends of its veths. So one link
/// outside is watched for each namespace: the end of a veth that is here, or else one of a pair made for that purpose,
/// whose near end is in a namespace of our own.
/// </summary>
internal sealed class TeardownWatch(OperationSession session) : IDisposable
{
    // The kernel chooses the number: that of somebody who was killed may be there still.
    private const string MarkerName = "netns-gone%d";

    private readonly Dictionary<int, NetNamespace> _here = [];
    private readonly Dictionary<int, NetNamespace> _markers = [];
    private readonly NetlinkListener _hereListener = session.Current.Listen(RouteGroup.Link);
    private NetlinkListener? _markerListener;
    private RouteClient? _markerRoute;
    private int? _ownId;
    private int _made;

    /// <summary>Starts to watch a namespace, before its name goes.</summary>
    internal void Watch(NetNamespace target, NamespaceHandle handle, NamespaceContents contents)
    {
        List<int> ends = EndsHere(contents);
        foreach (int end in ends)
            _here[end] = target;
        if (ends.Count == 0 && contents.Links.Any(l => !l.Flags.HasFlag(LinkFlags.Loopback)))
            _markers[MakeMarker(handle)] = target;
    }

    /// <summary>It keeps its name after all.</summary>
    internal void Forget(NetNamespace target)
    {
        foreach (int end in _here.Where(w => w.Value.Equals(target)).Select(w => w.Key).ToList())
            _here.Remove(end);
        foreach (int end in _markers.Where(w => w.Value.Equals(target)).Select(w => w.Key).ToList())
        {
            _markers.Remove(end);
            _markerRoute!.DeleteLink(end);
        }
    }

    /// <summary>Waits until all are gone. Returns why not for each that is still there when the time is up, or that something else holds.</summary>
    internal IReadOnlyList<NetNsException> Wait(Deadline deadline)
    {
        var stays = new List<NetNsException>();
        HashSet<NetNamespace> watched = [.. _here.Values, .. _markers.Values];
        foreach (NamespaceMount mount in NamespaceMount.List())
        {
            if (watched.FirstOrDefault(n => n.Inode == mount.Inode) is not { } held)
                continue;
            watched.Remove(held);
            Forget(held);
            stays.Add(new NetNsException(NetNsError.NamespaceBusy, $"Network namespace '{held}' lost its name and lives on: it is also mounted at {mount.Path}.", held, $"Remove that as well: Remove-NetNamespace, or {"umount " + ShellText.Quote(mount.Path)}."));
        }

        using var poll = new DescriptorPoll(session.Reporter.Stopping);
        int here = poll.Add(_hereListener.Handle);
        int? markers = _markerListener is null ? null : poll.Add(_markerListener.Handle);
        while (_here.Count + _markers.Count > 0 && poll.Wait(deadline))
        {
            if (poll.IsReady(here))
                Strike(_hereListener, session.Current.Route, _here);
            if (markers is { } entry && poll.IsReady(entry))
                Strike(_markerListener!, _markerRoute!, _markers);
        }

        stays.AddRange(_here.Values.Concat(_markers.Values).Distinct().Select(n => new NetNsException(NetNsError.NamespaceBusy,
            $"Network namespace '{n}' lost its name, but its devices are still there: something holds it open, a descriptor or socket of a process, or a mount in another mount namespace.", n,
            "Find the process with: lsof -N net, or grep its inode in /proc/*/mountinfo; it goes when that ends.")));
        return stays;
    }

    public void Dispose()
    {
        // What stays after all shall not keep a marker until the kernel clears up.
        foreach (NetNamespace stays in _markers.Values.Distinct().ToList())
        {
            try
            {
                Forget(stays);
            }
            catch (NetlinkException)
            {
                // It goes with the namespace of its other end, in a moment.
            }
        }

        _hereListener.Dispose();
        _markerListener?.Dispose();
        _markerRoute?.Dispose();
    }

    // The dump of a namespace by its id tells namespaces by the ids of the one that asks: our own has one, too.
    private List<int> EndsHere(NamespaceContents contents)
    {
        if (contents.Id is null || (_ownId ??= session.Current.Route.FindNamespaceId(session.Current.Handle.File)) is not { } own)
            return [];
        return [.. contents.Links.Where(l => l.Kind is VethKind && l.LinkNamespaceId == own && l.Link is not null).Select(l => l.Link!.Value)];
    }

    private int MakeMarker(NamespaceHandle handle)
    {
        if (_markerRoute is null)
        {
            using var thread = new NamespaceThread();
            (_markerRoute, _markerListener) = thread.RunInNew(() => (RouteClient.Open(), RouteClient.Listen(RouteGroup.Link)));
        }

        var request = new LinkMessage
        {
            Name = $"marker{_made++}",
            Kind = new VethKind { Peer = new LinkMessage { Name = MarkerName, NamespaceDescriptor = (int)handle.File.DangerousGetHandle() } },
        };
        return _markerRoute.CreateLink(request).Index;
    }

    // Takes off the list what went.
    private static void Strike(NetlinkListener listener, RouteClient route, Dictionary<int, NetNamespace> watched)
    {
        Announcement got;
        while (watched.Count > 0 && (got = listener.Next(out ReadOnlySpan<byte> datagram)) != Announcement.None)
        {
            if (got == Announcement.Lost)
            {
                HashSet<int> present = [.. route.DumpLinks().Select(l => l.Index)];
                foreach (int gone in watched.Keys.Where(i => !present.Contains(i)).ToList())
                    watched.Remove(gone);
                continue;
            }

            var reader = new MessageReader(datagram);
            while (reader.MoveNext())
            {
                // A port that leaves its bridge is told as a link that goes, too, in the family of bridges.
                if (reader.Header.Type == RouteMessageType.DelLink && reader.Payload[0] != LibC.AF_BRIDGE)
                    watched.Remove(LinkHeader.IndexOf(reader.Payload));
            }
        }
    }
}
