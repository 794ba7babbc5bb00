using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Published ports and masquerades that lead only to what is being removed. They go first: who is killed in between leaves what can
/// be removed once more, and nothing that leads nowhere. Where the removal fails, they come back.
/// Where they are is told by the veths: in the namespaces that their other ends are in.
/// </summary>
internal sealed class DependentRules(OperationSession session)
{
    private const int Attempts = 3;

    private readonly Dictionary<NetNamespace, NatSnapshot?> _hosts = [];
    private PeerResolver? _peers;
    private int? _ownId;

    /// <summary>A namespace is about to lose its name, and to go with it.</summary>
    /// <param name="target">Which.</param>
    /// <param name="contents">What is in it.</param>
    /// <param name="others">All that go at the same time: what they publish goes with them.</param>
    internal void Note(NetNamespace target, NamespaceContents contents, IReadOnlySet<NetNamespace> others)
    {
        if (contents.Identity is null || contents.LivesOn)
            return;
        // One without an id here has no veth to here, and numbers the others in its own way.
        using NamespaceContext? inside = contents.Id is null && contents.Links.Any(IsVeth) ? session.Open(target) : null;
        var seen = new HashSet<NetNamespace>();
        foreach (IGrouping<int, LinkMessage> veths in contents.Links.Where(IsVeth).GroupBy(l => l.LinkNamespaceId!.Value))
        {
            NetNamespace? host = inside is null ? Find(veths.Key) : FindFrom(inside, veths.Key);
            if (host is null || others.Contains(host) || !seen.Add(host) || Host(host) is not { IsEmpty: false } there)
                continue;
            there.NoteNamespace(target, veths.Select(l => l.Link!.Value), there.HasPortsOfNobody ? AddressesIn(target, veths.Select(l => l.Index)) : new HashSet<IPAddress>());
        }

        // Also where its veths went before it, or where it is reached in another way.
        if (!seen.Contains(session.Current.Namespace) && Host(session.Current.Namespace) is { IsEmpty: false } here)
            here.NoteNamespace(target, [], new HashSet<IPAddress>());
    }

    /// <summary>A bridge is about to be removed.</summary>
    internal void Note(NamespaceContext context, LinkMessage bridge)
    {
        if (Host(context.Namespace) is { IsEmpty: false } host)
            host.NoteBridge(context, bridge);
    }

    /// <summary>Takes away what leads only to what is about to go. What fails is a warning: it does not keep anything from going.</summary>
    /// <param name="isGoing">Whether what was noted is about to go: a namespace, the message of a bridge.</param>
    internal void Clean(Func<object, bool> isGoing)
        => ForEachHost((host, context) => host.Clean(session, context, isGoing), "What is published{0} for what is being removed is still there");

    /// <summary>Puts back what led to what has not gone after all.</summary>
    /// <param name="isGone">Whether it has.</param>
    internal void PutBack(Func<object, bool> isGone)
        => ForEachHost((host, context) => host.PutBack(context, isGone), "What was published{0} for what was not removed after all could not be published again");

    private void ForEachHost(Action<NatSnapshot, NamespaceContext> work, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string problem)
    {
        foreach (NatSnapshot host in _hosts.Values.OfType<NatSnapshot>().Where(h => !h.IsEmpty))
        {
            for (int attempt = 1; !TryWork(host, work, attempt == Attempts ? problem : null); attempt++)
            {
            }
        }
    }

    // False where it may work next time.
    private bool TryWork(NatSnapshot host, Action<NatSnapshot, NamespaceContext> work, string? problem)
    {
        try
        {
            work(host, session.In(host.Namespace));
        }
        catch (NetNsException e) when (e.Error == NetNsError.NamespaceNotFound)
        {
            // The host itself has gone meanwhile, and all its rules.
        }
        catch (Exception e) when (e is NetNsException or NetlinkException or SystemCallException)
        {
            if (problem is null)
                return false;
            session.Reporter.Warn($"{string.Format(CultureInfo.InvariantCulture, problem, host.Namespace.Suffix)}: {e.Message}");
        }

        return true;
    }

    private NatSnapshot? Host(NetNamespace host)
    {
        if (_hosts.TryGetValue(host, out NatSnapshot? known))
            return known;
        for (int attempt = 1; attempt <= Attempts && known is null; attempt++)
        {
            try
            {
                known = NatSnapshot.Read(session.In(host));
            }
            catch (NetNsException e) when (e.Error is NetNsError.NamespaceNotFound or NetNsError.NamespaceStale)
            {
                break;
            }
            catch (NetNsException) when (attempt < Attempts)
            {
                // An answer was lost, one request of many was refused, or descriptors were short: what leads to the namespace must be known before it goes.
            }
            catch (NetNsException e) when (e.Error is NetNsError.NotPermitted or NetNsError.KernelFeatureMissing)
            {
                break; // not to be read means not to be changed
            }
        }

        _hosts.Add(host, known);
        return known;
    }

    private NetNamespace? Find(int id)
    {
        _ownId ??= session.Current.Route.FindNamespaceId(session.Current.Handle.File);
        if (id == _ownId)
            return session.Current.Namespace;
        _peers ??= new PeerResolver(session, session.Current, _ => null);
        return _peers.FindNamespace(id);
    }

    // Most namespaces have the same few hosts: those known are asked about first.
    private NetNamespace? FindFrom(NamespaceContext inside, int id)
    {
        foreach (NetNamespace known in _hosts.Keys)
        {
            using NamespaceHandle handle = OperationSession.OpenHandle(known);
            if (inside.Route.FindNamespaceId(handle.File) == id)
                return known;
        }

        return new PeerResolver(session, inside, _ => null).FindNamespace(id);
    }

    private HashSet<IPAddress> AddressesIn(NetNamespace target, IEnumerable<int> links)
    {
        using NamespaceContext inside = session.Open(target);
        HashSet<int> wanted = [.. links];
        return [.. inside.Route.DumpAddresses().Where(a => wanted.Contains(a.Index)).Select(a => InterfaceAddress.From(a).Address)];
    }

    private static bool IsVeth(LinkMessage link) => link.Kind is VethKind && link.Link is > 0 && link.LinkNamespaceId is not null;
}
