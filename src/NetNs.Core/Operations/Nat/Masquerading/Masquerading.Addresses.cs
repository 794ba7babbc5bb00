using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>The addresses that packets will leave under.</content>
internal sealed partial class Masquerading
{
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromSeconds(5);

    // What the kernel still asks about on a link (duplicate address detection) it passes over as a sender: the first packet would leave under another
    // address, that of a bridge for one, and the connection keep that one for good.
    private void AwaitAddresses(MasqueradeEntry entry)
    {
        if (entry.Source is not null || Subnet.FamilyOf(entry.Subnet.BaseAddress) != IPFamily.IPv6)
            return;
        using var settling = new AddressSettling(session);
        foreach (AddressMessage message in context.Route.DumpAddresses(LibC.AF_INET6))
        {
            if (AddressFactory.State(message.Flags) != AddressState.Tentative || (message.Local ?? message.Address) is not { IsIPv6LinkLocal: false } address || entry.Subnet.Contains(address))
                continue;
            try
            {
                LinkMessage link = context.Route.GetLink(message.Index);
                NetIPAddress pending = AddressFactory.Create(message, context.Namespace, link.Name!);
                if (entry.Link is null || entry.Link == link.Name)
                    settling.Watch(context, link, ref pending);
            }
            catch (NetlinkException e) when (e.Errno is Errno.ENODEV or Errno.EADDRNOTAVAIL)
            {
                // It has gone meanwhile.
            }
        }

        foreach (NetIPAddress address in settling.Settle(SettlingLimit))
        {
            if (address.AddressState == AddressState.Tentative)
                context.Reporter.Warn($"{address.IPAddress} on {address.InterfaceAlias}{context.Namespace.Suffix} cannot be used yet: what leaves by {address.InterfaceAlias} before keeps another sender.");
        }
    }
}
