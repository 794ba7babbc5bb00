using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Removing.</content>
internal sealed partial class AddressOperations
{
    /// <summary>Takes an address seen earlier off its link, and only that one.</summary>
    /// <exception cref="NetNsException">AddressNotFound.</exception>
    internal void Remove(NamespaceContext context, NetIPAddress address)
    {
        string link = address.InterfaceAlias;
        string text = $"{address.IPAddress}/{address.PrefixLength}";
        context.Step($"Take the address {text} off {link}", $"addr del {(address.PeerAddress is null ? text : $"{address.IPAddress} peer {address.PeerAddress}/{address.PrefixLength}")} dev {ShellText.Quote(link)}");
        var request = new AddressMessage
        {
            Family = (byte)address.AddressFamily,
            PrefixLength = (byte)address.PrefixLength,
            Index = address.InterfaceIndex,
            Local = address.IPAddress,
            Address = address.PeerAddress ?? address.IPAddress,
        };
        List<AddressMessage> gone;
        try
        {
            gone = context.Route.DeleteAddressWithEcho(request);
        }
        catch (NetlinkException e) when (e.Errno is Errno.EADDRNOTAVAIL or Errno.ENODEV)
        {
            throw NotFound(text, link, context.Namespace, e);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, address);
        }

        // The kernel lets an IPv4 subnet's secondary addresses go with the primary one (promote_secondaries is off by default).
        RouteBatch batch = context.Route.Batch();
        foreach (AddressMessage secondary in gone.Where(a => !address.IPAddress.Equals(a.Local) && a.Index == address.InterfaceIndex))
        {
            context.Step($"Keep the address {secondary.Local}/{secondary.PrefixLength}, which would go with it", $"addr add {secondary.Local}/{secondary.PrefixLength} dev {ShellText.Quote(link)}");
            batch.AddAddress(secondary with { Flags = secondary.Flags & ~(AddressFlags.Secondary | AddressFlags.Permanent) });
        }

        try
        {
            batch.Commit();
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, address);
        }

        _networks.Remove(context.Namespace);
    }

    internal static NetNsException NotFound(string address, string? link, NetNamespace where, Exception? inner = null)
        => new(NetNsError.AddressNotFound, link is null ? $"No link{where.Suffix} has the address {address}." : $"{link}{where.Suffix} does not have the address {address}.", address,
            $"List those there are with {where.Cmdlet($"Get-NetIPAddress")}.", inner);
}
