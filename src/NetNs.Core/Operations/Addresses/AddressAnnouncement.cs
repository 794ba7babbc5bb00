using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.ProbeSockets;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Tells everybody on a network that addresses are now at this link. Whoever knew them at another hardware address (that of a
/// namespace which was made anew, of a link which got a new one) would otherwise send to the old one for 30 to 50 seconds.
/// </summary>
/// <remarks>
/// For IPv4 the kernel sends a gratuitous ARP request (net.ipv4.conf.*.arp_notify) when the hardware address is set, also to the
/// same value. A packet socket could send one, too, but closing a packet socket takes a grace period of the kernel (16 ms).
/// The other way, a hardware address derived from bridge and IP address, was not taken: the hardware address would stay when the IP
/// address is given to another namespace, and then two links on one bridge would have the same.
/// </remarks>
internal static class AddressAnnouncement
{
    /// <summary>Announces all IPv4 addresses of a link, and the IPv6 addresses given. The link must be up and have a carrier.</summary>
    /// <param name="context">Where the link is.</param>
    /// <param name="link">The link as it is now.</param>
    /// <param name="addresses">Which addresses it has for sure.</param>
    internal static void Send(NamespaceContext context, LinkMessage link, IReadOnlyCollection<IPAddress> addresses)
    {
        if (context.Rehearsal is not null || link.Address is not { Length: 6 } hardwareAddress || link.Flags.HasFlag(LinkFlags.Loopback) || link.Flags.HasFlag(LinkFlags.NoArp))
            return;
        if (addresses.Any(a => a.AddressFamily == AddressFamily.InterNetwork))
            SendIPv4(context, link, hardwareAddress);
        IPAddress[] ipv6 = [.. addresses.Where(a => a.AddressFamily == AddressFamily.InterNetworkV6)];
        if (ipv6.Length > 0)
            SendIPv6(context, link, hardwareAddress, ipv6);
    }

    /// <summary>Announces every address of a link that can be used; nothing where the link has none, is down or has no carrier.</summary>
    internal static void SendAll(NamespaceContext context, int index)
    {
        IPAddress[] addresses = [.. context.Route.DumpAddresses(link: index)
            .Where(a => !a.Flags.HasFlag(AddressFlags.Tentative) && !a.Flags.HasFlag(AddressFlags.DadFailed))
            .Select(a => (a.Local ?? a.Address)!)];
        if (addresses.Length == 0)
            return;
        // Reading a link makes the kernel notice its carrier, if it just came; a port forwards from then on.
        LinkMessage link = context.Route.GetLink(index);
        if (!IsRunning(link))
            return;
        if (link.Kind is VethKind && link.Link is { } otherEnd && otherEnd != 0)
            _ = TryRead(context, otherEnd, link.LinkNamespaceId);
        Send(context, link, addresses);
    }

    /// <summary>
    /// The same for the other end of a veth that began to forward as a port of a bridge: packets of a namespace now reach everybody on
    /// that bridge.
    /// </summary>
    internal static void SendAllBehind(OperationSession session, NamespaceContext context, LinkMessage link)
    {
        if (!IsRunning(link) || link.Kind is not VethKind || link.Link is not { } otherEnd || otherEnd == 0)
            return;
        if (link.LinkNamespaceId is not { } id)
        {
            SendAll(context, otherEnd);
            return;
        }

        // Looked at from here first: most links have no address when they become ports, and their namespaces need not be entered.
        if (!HasAddress(context, otherEnd, id) || new PeerResolver(session, context, _ => null).FindNamespace(id) is not { } target)
            return;
        using NamespaceContext there = session.Open(target);
        SendAll(there, otherEnd);
    }

    private static bool HasAddress(NamespaceContext context, int index, int namespaceId)
    {
        try
        {
            return context.Route.DumpAddresses(namespaceId: namespaceId).Exists(a => a.Index == index && a.TargetNamespaceId == namespaceId && a.Address?.IsIPv6LinkLocal != true);
        }
        catch (NetlinkException e) when (e.Errno is Errno.EINVAL or Errno.EPERM or Errno.EACCES or Errno.EOPNOTSUPP)
        {
            return false; // gone meanwhile, or not ours to see
        }
    }

    private static LinkMessage? TryRead(NamespaceContext context, int index, int? namespaceId)
    {
        try
        {
            return context.Route.GetLink(index, namespaceId);
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENODEV or Errno.EINVAL or Errno.EPERM or Errno.EACCES or Errno.EOPNOTSUPP)
        {
            return null; // gone meanwhile, not ours to see, or a kernel without IFLA_TARGET_NETNSID
        }
    }

    /// <summary>Whether packets pass.</summary>
    internal static bool IsRunning(LinkMessage link) => link.Flags.HasFlag(LinkFlags.Up) && link.Flags.HasFlag(LinkFlags.Running);

    private static void SendIPv4(NamespaceContext context, LinkMessage link, byte[] hardwareAddress)
    {
        Tell(context, link, hardwareAddress, "net.ipv4.conf", "arp_notify");
        RouteBatch batch = context.Route.Batch();
        bool isOn = link.IPv4Settings?.AnnounceAddresses > 0;
        if (!isOn)
            batch.ChangeLink(new LinkMessage { Index = link.Index, IPv4Settings = new IPv4LinkSettings { AnnounceAddresses = 1 } });
        batch.ChangeLink(new LinkMessage { Index = link.Index, Address = hardwareAddress });
        if (!isOn)
            batch.ChangeLink(new LinkMessage { Index = link.Index, IPv4Settings = new IPv4LinkSettings { AnnounceAddresses = 0 } });
        // What others know becomes right after a while also without: a driver that refuses is no reason to fail.
        if (batch.TryCommit() is [var failure, ..])
            NotAnnounced(context, link, failure);
    }

    private static void SendIPv6(NamespaceContext context, LinkMessage link, byte[] hardwareAddress, IPAddress[] addresses)
    {
        Tell(context, link, hardwareAddress, "net.ipv6.conf", "ndisc_notify");
        try
        {
            context.RunInside(() =>
            {
                NeighborAdvertisement.Send(link.Index, hardwareAddress, addresses);
                return true;
            });
        }
        catch (SocketException e)
        {
            NotAnnounced(context, link, e);
        }
    }

    private static void Tell(NamespaceContext context, LinkMessage link, byte[] hardwareAddress, string family, string name)
    {
        if (!context.Reporter.WantsSteps)
            return;
        string setting = ShellText.Quote($"{family}/{link.Name}/{name}".Replace('.', '/'));
        context.Reporter.Step($"Announce the addresses of {link.Name}{context.Namespace.Suffix}", $"{context.Command("sysctl", $"-qw {setting}=1")} && "
            + $"{context.Ip($"link set {ShellText.Link(link.Name!)} address {LinkOperations.FormatMac(hardwareAddress)}")} && {context.Command("sysctl", $"-qw {setting}=0")}");
    }

    private static void NotAnnounced(NamespaceContext context, LinkMessage link, Exception e)
        => context.Reporter.Warn($"The addresses of {link.Name}{context.Namespace.Suffix} could not be announced ({e.Message}): neighbors that knew them elsewhere may take a minute to find them.");
}
