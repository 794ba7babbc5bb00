using System.Net;
using System.Reflection;
using NetNs.Conntrack;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What the kernel would answer to a request that changes something: whether a thing of that name is there already, and whether anything would change.</summary>
/// <param name="context">Where it is asked.</param>
/// <param name="find">The namespace behind a descriptor that a request carries.</param>
internal sealed class KernelAnswer(NamespaceContext context, Func<int, NamespaceContext?> find)
{
    private static readonly ushort _forgetConnection = ConntrackMessageType.Of(ConntrackMessageType.Delete);

    // IP6_RT_PRIO_USER, include/uapi/linux/ipv6_route.h: what an IPv6 route without a metric gets.
    private const uint DefaultIPv6Metric = 1024;

    /// <summary>The messages of a datagram that may change something.</summary>
    internal static List<ChangeRequest> Read(NetlinkFamily family, ReadOnlySpan<byte> messages)
    {
        var changes = new List<ChangeRequest>();
        var reader = new MessageReader(messages);
        for (int index = 0; reader.MoveNext(); index++)
        {
            MessageHeader header = reader.Header;
            // Types of rtnetlink come in fours: new, delete, get, set (include/uapi/linux/rtnetlink.h).
            bool isChange = family == NetlinkFamily.Route ? (header.Type & 3) != 2 : header.Type == _forgetConnection;
            if (isChange)
                changes.Add(new ChangeRequest(header.Type, header.Flags, reader.Payload.ToArray(), index));
        }

        return changes;
    }

    /// <summary>The number by which the kernel would refuse the request since the thing is there already; null where it would not.</summary>
    internal int? Refusal(ChangeRequest request)
    {
        bool isCreation = request.Flags.HasFlag(MessageFlags.Create | MessageFlags.Exclusive);
        bool isThere = request.Type switch
        {
            RouteMessageType.NewLink or RouteMessageType.SetLink => IsNameTaken(LinkMessage.Parse(request.Payload), isCreation),
            RouteMessageType.NewAddr when isCreation => IsThere(AddressMessage.Parse(request.Payload)),
            RouteMessageType.NewRoute when isCreation => IsThere(RouteMessage.Parse(request.Payload)),
            RouteMessageType.NewNeigh when isCreation => IsThere(NeighborMessage.Parse(request.Payload)),
            _ => false,
        };
        return isThere ? Errno.EEXIST : null;
    }

    /// <summary>Whether the request would change anything. What is not known to be as it is asked for counts as a change.</summary>
    internal bool IsChange(ChangeRequest request)
    {
        if (request.Type == _forgetConnection)
            return false; // a connection that is forgotten is looked at anew: nothing that was set up changes
        if (request.Type is not (RouteMessageType.NewLink or RouteMessageType.SetLink) || request.Flags.HasFlag(MessageFlags.Create))
            return true;
        var wanted = LinkMessage.Parse(request.Payload);
        if (wanted.NamespaceDescriptor is not null || wanted.IPv4Settings is not null || wanted.AddressGeneration is not null)
            return true;
        LinkMessage present = wanted.Index != 0 ? context.Route.GetLink(wanted.Index) : context.Route.GetLink(wanted.Name!);
        bool isSame = (wanted.Flags & wanted.Change) == (present.Flags & wanted.Change)
            && (wanted.Mtu is null || wanted.Mtu == present.Mtu)
            && (wanted.Name is null || wanted.Name == present.Name)
            && (wanted.Address is null || wanted.Address.AsSpan().SequenceEqual(present.Address))
            && (wanted.Master is null || wanted.Master == (present.Master ?? 0))
            && (wanted.TxQueueLength is null || wanted.TxQueueLength == present.TxQueueLength)
            && (wanted.Alias is null || wanted.Alias == (present.Alias ?? ""))
            && (wanted.Group is null || wanted.Group == (present.Group ?? 0))
            && Covers(present.Kind, wanted.Kind) && Covers(present.Port, wanted.Port);
        return !isSame;
    }

    private bool IsNameTaken(LinkMessage link, bool isCreation)
    {
        if (!isCreation && link.Index == 0)
            return false; // its name says which one is meant
        return IsTaken(link.NamespaceDescriptor, link.Name, link.Index)
            || (isCreation && link.Kind is VethKind { Peer: { } peer } && IsTaken(peer.NamespaceDescriptor, peer.Name, 0));
    }

    private bool IsTaken(int? descriptor, string? name, int self)
    {
        NamespaceContext? where = descriptor is { } there ? find(there) : context;
        // "veth%d" lets the kernel count.
        return name is not null && !name.Contains('%') && where?.Route.FindLink(name) is { } holder && !(descriptor is null && holder.Index == self);
    }

    // net/ipv4/devinet.c: the same address with another prefix is another one; net/ipv6/addrconf.c: it is not.
    private bool IsThere(AddressMessage wanted)
        => context.Route.DumpAddresses(wanted.Family, wanted.Index)
            .Exists(a => Equals(a.Local ?? a.Address, wanted.Local ?? wanted.Address) && (wanted.Family == LibC.AF_INET6 || (a.PrefixLength == wanted.PrefixLength && Equals(a.Address, wanted.Address))));

    private bool IsThere(RouteMessage wanted)
    {
        uint metric = MetricOf(wanted);
        return context.Route.DumpRoutes(wanted.Family, wanted.Table).Exists(r => r.DestinationLength == wanted.DestinationLength && r.TypeOfService == wanted.TypeOfService && MetricOf(r) == metric
            && (wanted.DestinationLength == 0 || Equals(r.Destination, wanted.Destination)));
    }

    private bool IsThere(NeighborMessage wanted) => context.Route.DumpNeighbors(wanted.Family, wanted.Index).Exists(n => Equals(n.Destination, wanted.Destination));

    private static uint MetricOf(RouteMessage route) => route.Priority ?? (route.Family == LibC.AF_INET6 ? DefaultIPv6Metric : 0);

    // Whether all that is said of a kind of link is so already.
    private static bool Covers(object? present, object? wanted)
    {
        if (wanted is null)
            return true;
        return present?.GetType() == wanted.GetType() && wanted.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .All(p => p.Name == "EqualityContract" || p.GetValue(wanted) is not { } value || value.Equals(p.GetValue(present)));
    }
}
