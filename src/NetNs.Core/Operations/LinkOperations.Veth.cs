using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Veth pairs.</content>
internal sealed partial class LinkOperations
{
    /// <summary>
    /// Makes a veth pair with each end in its final place, in one request of the kernel; then addresses, and up. All or nothing.
    /// </summary>
    /// <param name="context">Where the first end goes.</param>
    /// <param name="peerContext">Where the second end goes; may be the same.</param>
    /// <param name="options">What it shall be.</param>
    /// <exception cref="NetNsException">LinkAlreadyExists, BridgeNotFound, NotABridge, AddressAlreadyExists …</exception>
    internal VethPair CreateVethPair(NamespaceContext context, NamespaceContext peerContext, VethOptions options)
    {
        LinkName.Check(options.Name);
        LinkName.Check(options.PeerName);
        if (ReferenceEquals(context, peerContext) && options.Name == options.PeerName)
        {
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"Both ends would be called '{options.Name}'{context.Namespace.Suffix}.", options.Name,
                "Give two names, or put the second end elsewhere with -PeerNamespace.");
        }

        uint? mtu = options.Mtu is { } wanted ? CheckMtu(wanted) : null;
        LinkMessage? bridge = options.Bridge is { } reference ? BridgeOperations.Find(context, reference) : null;
        var request = new LinkMessage
        {
            Name = options.Name,
            Address = options.MacAddress is { } mac ? CheckMac(mac) : RandomMac(),
            Mtu = mtu,
            Master = bridge?.Index,
            Kind = new VethKind
            {
                Peer = new LinkMessage
                {
                    Name = options.PeerName,
                    Address = options.PeerMacAddress is { } peerMac ? CheckMac(peerMac) : RandomMac(),
                    Mtu = mtu,
                    NamespaceDescriptor = peerContext.Descriptor,
                },
            },
        };
        string where = peerContext.Namespace.Name is { } name && !ReferenceEquals(context, peerContext) ? $" netns {name}" : "";
        context.Step($"Create veth {options.Name} with its peer {options.PeerName}{peerContext.Namespace.Suffix}",
            $"link add {options.Name}{(bridge is null ? "" : $" master {bridge.Name}")} type veth peer name {options.PeerName}{where}");

        using var undo = new Undo(session.Reporter);
        LinkMessage made = CreateLink(context, request, peerContext.Namespace, options.PeerName);
        undo.Push($"remove link {options.Name}", () => context.Route.DeleteLink(made.Index));
        session.Checkpoint();
        int peerIndex = made.Link ?? peerContext.Route.GetLink(options.PeerName).Index;
        Configure(peerContext, peerIndex, options.PeerName, options.PeerAddresses, options.Up);
        session.Checkpoint();
        Configure(context, made.Index, options.Name, options.Addresses, options.Up);
        session.Checkpoint();
        // Read back after both are up: an end's state depends on the other's.
        var pair = new VethPair { A = Read(context, made.Index), B = Read(peerContext, peerIndex) };
        undo.Keep();
        return pair;
    }

    /// <summary>Makes a link and puts words to what the kernel may say.</summary>
    private static LinkMessage CreateLink(NamespaceContext context, LinkMessage request, NetNamespace peerNamespace, string peerName)
    {
        try
        {
            return context.Route.CreateLink(request);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            // The kernel does not say which of the two names is taken.
            bool first = context.Route.FindLink(request.Name!) is not null;
            throw first ? Failure.LinkAlreadyExists(request.Name!, context.Namespace, e) : Failure.LinkAlreadyExists(peerName, peerNamespace, e);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, request.Name);
        }
    }

    /// <summary>Addresses and up in one send.</summary>
    private static void Configure(NamespaceContext context, int index, string name, IReadOnlyList<InterfaceAddress> addresses, bool up)
    {
        RouteBatch batch = context.Route.Batch();
        foreach (InterfaceAddress address in addresses)
        {
            context.Step($"Give {name} the address {address}", $"addr add {address} dev {name}");
            batch.AddAddress(address.ToMessage(index));
        }

        if (up)
        {
            context.Step($"Switch on {name}", $"link set {name} up");
            batch.ChangeLink(new LinkMessage { Index = index, Flags = LinkFlags.Up, Change = LinkFlags.Up });
        }

        if (batch.Count == 0)
            return;
        try
        {
            batch.Commit();
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, name);
        }
    }
}
