using System.Net;
using System.Net.NetworkInformation;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Neighbours (ARP, NDP). Each method acts in the namespace of the context it is given.</summary>
internal static class NeighborOperations
{
    /// <summary>Neighbours. Tables are small (1,024 entries by default), and read whole: removing while reading would skip some.</summary>
    /// <param name="context">Where.</param>
    /// <param name="family">Null for both.</param>
    /// <param name="link">Number of the one link, or 0 for all.</param>
    internal static IEnumerable<NetNeighbor> List(NamespaceContext context, IPFamily? family = null, int link = 0)
    {
        var names = new LinkNames(context);
        foreach (NeighborMessage message in context.Route.DumpNeighbors((int)(family ?? 0), link))
        {
            if (message.Destination is not null && message.Family is LibC.AF_INET or LibC.AF_INET6)
                yield return Create(message, context.Namespace, names[message.Index]);
        }
    }

    /// <summary>Makes a neighbour known.</summary>
    /// <exception cref="NetNsException">NeighborAlreadyExists, ExistingDiffers, LinkNotFound, LinkBusy.</exception>
    internal static NetNeighbor Add(NamespaceContext context, LinkMessage link, IPAddress address, byte[]? mac, NetNeighborState state, bool reuse = false)
    {
        var request = new NeighborMessage
        {
            Family = (byte)Subnet.FamilyOf(address),
            Index = link.Index,
            State = (NeighborStates)state,
            Destination = address,
            LinkLayerAddress = mac,
        };
        string where = link.Name + context.Namespace.Suffix;
        context.Step($"Make {address} known on {link.Name}{(mac is null ? "" : $" as {LinkOperations.FormatMac(mac)}")}",
            $"neigh add {address}{(mac is null ? "" : $" lladdr {LinkOperations.FormatMac(mac)}")} dev {ShellText.Quote(link.Name!)} nud {state.ToString().ToLowerInvariant()}");
        try
        {
            return Create(context.Route.CreateNeighbor(request), context.Namespace, link.Name!);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            NetNeighbor present = List(context, Subnet.FamilyOf(address), link.Index).FirstOrDefault(n => n.IPAddress.Equals(address)) ?? throw Failure.From(e, address);
            bool isSame = present.State == state && (mac ?? []).AsSpan().SequenceEqual(present.MacAddress?.GetAddressBytes() ?? []);
            if (reuse && isSame)
                return present;
            string known = present.LinkLayerAddress is { } seen ? $"as {seen} ({present.State})" : $"({present.State})";
            throw new NetNsException(reuse ? NetNsError.ExistingDiffers : NetNsError.NeighborAlreadyExists, $"{address} is known on {where} already, {known}.", address,
                $"Remove it with: {context.Namespace.Cmdlet($"Remove-NetNeighbor {address} -InterfaceAlias {link.Name}")}", e);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            throw Failure.LinkNotFound(link.Name!, context.Namespace, e);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, address);
        }
    }

    /// <summary>Makes the kernel forget a neighbour.</summary>
    /// <exception cref="NetNsException">NeighborNotFound.</exception>
    internal static void Remove(NamespaceContext context, NetNeighbor neighbor)
    {
        context.Step($"Forget {neighbor.IPAddress} on {neighbor.InterfaceAlias}", $"neigh del {neighbor.IPAddress} dev {ShellText.Quote(neighbor.InterfaceAlias)}");
        try
        {
            context.Route.DeleteNeighbor(new NeighborMessage { Family = (byte)neighbor.AddressFamily, Index = neighbor.InterfaceIndex, Destination = neighbor.IPAddress });
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENOENT or Errno.ENODEV)
        {
            throw NotFound(neighbor.IPAddress.ToString(), neighbor.InterfaceAlias, context.Namespace, e);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, neighbor);
        }
    }

    internal static NetNsException NotFound(string address, string? link, NetNamespace where, Exception? inner = null)
        => new(NetNsError.NeighborNotFound, $"No neighbour {address} is known{(link is null ? "" : $" on {link}")}{where.Suffix}.", address,
            $"List those there are with {where.Cmdlet($"Get-NetNeighbor")}.", inner);

    /// <summary>Makes the object of a message.</summary>
    internal static NetNeighbor Create(NeighborMessage message, NetNamespace where, string link) => new()
    {
        IPAddress = message.Destination!,
        MacAddress = message.LinkLayerAddress is { Length: > 0 } mac ? new PhysicalAddress(mac) : null,
        InterfaceAlias = link,
        InterfaceIndex = message.Index,
        State = (NetNeighborState)message.State,
        AddressFamily = message.Family == LibC.AF_INET ? IPFamily.IPv4 : IPFamily.IPv6,
        Namespace = where,
    };
}
