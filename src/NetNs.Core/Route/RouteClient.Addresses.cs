using NetNs.Netlink;

namespace NetNs.Route;

/// <content>Addresses.</content>
internal sealed partial class RouteClient
{
    /// <summary>Puts an address on a link.</summary>
    /// <exception cref="NetlinkException">EEXIST where the link has it already.</exception>
    internal void AddAddress(AddressMessage address)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.NewAddr, MessageFlags.Create | MessageFlags.Exclusive))
            address.Write(writer);
        Connection.Execute(writer, $"add address {address.Local ?? address.Address}/{address.PrefixLength}");
    }

    /// <summary>Takes an address off a link.</summary>
    /// <exception cref="NetlinkException">EADDRNOTAVAIL where the link does not have it.</exception>
    internal void DeleteAddress(AddressMessage address)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.DelAddr, MessageFlags.None))
            address.Write(writer);
        Connection.Execute(writer, $"remove address {address.Local ?? address.Address}/{address.PrefixLength}");
    }

    /// <summary>All addresses, filtered in the kernel.</summary>
    /// <param name="family">AF_INET, AF_INET6, or 0 for both.</param>
    /// <param name="link">Index of the one link, or 0 for all.</param>
    /// <param name="namespaceId">A namespace that this one knows by id, in place of this one.</param>
    internal List<AddressMessage> DumpAddresses(int family = 0, int link = 0, int? namespaceId = null)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetAddr, MessageFlags.Dump))
            new AddressMessage { Family = (byte)family, Index = link, TargetNamespaceId = namespaceId }.Write(writer);
        return Connection.Dump<AddressMessage>(writer, "list addresses");
    }
}
