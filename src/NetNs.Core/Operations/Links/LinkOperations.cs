using System.Net.NetworkInformation;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Links: find, list, describe, change, remove. Each method acts in the namespace of the context it is given.</summary>
internal sealed partial class LinkOperations(OperationSession session)
{
    /// <summary>A link by name.</summary>
    /// <exception cref="NetNsException">LinkNotFound.</exception>
    internal static LinkMessage Find(NamespaceContext context, string name)
    {
        if (name.Contains('\0'))
            throw Failure.LinkNotFound(name, context.Namespace); // the kernel would read up to there, and find another link
        try
        {
            return context.Route.GetLink(name);
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENODEV or Errno.ERANGE or Errno.EINVAL)
        {
            throw Failure.LinkNotFound(name, context.Namespace, e);
        }
    }

    /// <summary>What a reference stands for. A link seen earlier is found by its number, though it was renamed since.</summary>
    /// <exception cref="NetNsException">LinkNotFound; also where its number went to another link.</exception>
    internal static LinkMessage Find(NamespaceContext context, LinkReference reference)
    {
        if (reference.Index == 0)
            return reference.Name is { } name ? Find(context, name) : throw Failure.LinkNotFound(reference.ToString(), context.Namespace); // no link has number 0
        try
        {
            LinkMessage found = context.Route.GetLink(reference.Index);
            bool isSame = reference.Name is null || found.Name == reference.Name
                || (reference.MacAddress is { Length: > 0 } mac && found.Address is { } present && mac.AsSpan().SequenceEqual(present));
            return isSame ? found : throw Failure.LinkNotFound(reference.ToString(), context.Namespace);
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENODEV or Errno.EINVAL)
        {
            throw Failure.LinkNotFound(reference.ToString(), context.Namespace, e);
        }
    }

    /// <summary>As <see cref="Find(NamespaceContext, LinkReference)"/>, but null where there is none.</summary>
    internal static LinkMessage? TryFind(NamespaceContext context, LinkReference reference)
    {
        try
        {
            return Find(context, reference);
        }
        catch (NetNsException e) when (e.Error == NetNsError.LinkNotFound)
        {
            return null;
        }
    }

    /// <summary>All links of a namespace, for who looks among their names; see <see cref="List(NamespaceContext, Func{FoundLink, bool})"/> for objects.</summary>
    internal static IReadOnlyList<FoundLink> FindAll(NamespaceContext context) => [.. context.Route.DumpLinks().Select(l => new FoundLink(context, l))];

    /// <summary>All bridges of a namespace; the kernel leaves the other links out.</summary>
    internal static IReadOnlyList<FoundLink> FindBridges(NamespaceContext context) => [.. context.Route.DumpLinks(kind: new BridgeKind()).Select(l => new FoundLink(context, l))];

    /// <summary>All links of a namespace, in the order of their numbers.</summary>
    /// <param name="context">Where.</param>
    /// <param name="wanted">Which; null for all. Names of bridges and peers are looked up for these only.</param>
    internal IEnumerable<NetLink> List(NamespaceContext context, Func<FoundLink, bool>? wanted = null)
    {
        List<LinkMessage> messages = context.Route.DumpLinks();
        var names = new Dictionary<int, string>(messages.Count);
        foreach (LinkMessage message in messages)
            names[message.Index] = message.Name!;
        Func<int, string?> lookUp = names.GetValueOrDefault;
        var peers = new PeerResolver(session, context, lookUp);
        return messages.Where(m => wanted is null || wanted(new FoundLink(context, m))).Select(m => LinkFactory.Create(m, context, lookUp, peers));
    }

    /// <summary>Some links of a namespace, in the order of their numbers: asked for one by one, where a list of all would tell too much. Those that are not there are left out.</summary>
    internal IEnumerable<NetLink> List(NamespaceContext context, IEnumerable<LinkReference> references, Func<FoundLink, bool> wanted)
        => references.Select(r => TryFind(context, r)).OfType<LinkMessage>().DistinctBy(m => m.Index).OrderBy(m => m.Index).Where(m => wanted(new FoundLink(context, m))).Select(m => Describe(context, m));

    /// <summary>The object of one message: looks up the names it needs one by one.</summary>
    internal NetLink Describe(NamespaceContext context, LinkMessage message)
    {
        Func<int, string?> lookUp = index => NameOf(context, index);
        return LinkFactory.Create(message, context, lookUp, new PeerResolver(session, context, lookUp));
    }

    /// <summary>Reads a link anew and returns its object.</summary>
    internal NetLink Read(NamespaceContext context, int index) => Describe(context, context.Route.GetLink(index));

    /// <summary>A name in the same namespace, or null where the number is nobody's.</summary>
    internal static string? NameOf(NamespaceContext context, int index)
    {
        try
        {
            return context.Route.GetLink(index).Name;
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }
    }

    /// <summary>
    /// A random address of the locally administered range. Given at creation, so that udev and a bridge's ports leave it alone.
    /// </summary>
    internal static byte[] RandomMac()
    {
        byte[] mac = new byte[6];
        Random.Shared.NextBytes(mac); // unlike, not secret: a generator for secrets would load a library of its own first
        mac[0] = (byte)((mac[0] & 0xfc) | 0x02); // locally administered, not multicast
        return mac;
    }

    /// <summary>Returns the bytes of an address that a link can have, or throws LinkLayerAddressInvalid.</summary>
    internal static byte[] CheckMac(PhysicalAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        string? reason = bytes.Length != 6 ? $"it has {bytes.Length} bytes, not 6"
            : (bytes[0] & 1) != 0 ? "it is a multicast or broadcast address"
            : bytes.All(b => b == 0) ? "it is all zeros"
            : null;
        return reason is null ? bytes : throw new NetNsException(NetNsError.LinkLayerAddressInvalid,
            $"A link cannot have the address {FormatMac(bytes)}: {reason}.", address, "Give six bytes with an even first one, like 02:00:00:00:00:01.");
    }

    /// <summary>"02:42:ac:11:00:02".</summary>
    internal static string FormatMac(byte[] mac) => LinkLayerAddressText.Of(mac);

    /// <summary>The least MTU that IPv4 works with, RFC 791.</summary>
    internal const int MinMtu = 68; // ETH_MIN_MTU, linux/if_ether.h

    /// <summary>The largest MTU of a link that frames Ethernet.</summary>
    internal const int MaxMtu = 65535; // ETH_MAX_MTU, linux/if_ether.h

    /// <summary>The least MTU that IPv6 works with, RFC 8200; under it the kernel switches IPv6 off on the link.</summary>
    internal const int IPv6MinMtu = 1280; // IPV6_MIN_MTU, linux/ipv6.h

    /// <summary>Returns an MTU that any link can have, or throws LinkSettingInvalid.</summary>
    internal static uint CheckMtu(int mtu) => mtu is >= MinMtu and <= MaxMtu
        ? (uint)mtu
        : throw new NetNsException(NetNsError.LinkSettingInvalid, $"A link cannot have an MTU of {mtu}: IPv4 needs at least {MinMtu} bytes (RFC 791), and {MaxMtu} is the most.", mtu, "1500 is Ethernet's; IPv6 needs at least 1280.");
}
