using System.Net;
using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Route;

/// <content>Addresses.</content>
internal sealed partial class RouteClient
{
    /// <summary>Puts an address on a link.</summary>
    /// <exception cref="NetlinkException">EEXIST where the link has it already.</exception>
    internal void AddAddress(AddressMessage address) => Connection.Execute(NewAddress(Fresh(), address, MessageFlags.None), AddWords(address));

    /// <summary>Puts an address on a link and returns it as the kernel made it, in one round trip.</summary>
    /// <remarks>IPv4 echoes what it makes. IPv6 does not, but answers a question for one address.</remarks>
    /// <exception cref="NetlinkException">EEXIST where the link has it already.</exception>
    internal AddressMessage CreateAddress(AddressMessage address)
    {
        NetlinkWriter writer = NewAddress(Fresh(), address, MessageFlags.Echo);
        if (address.Family == LibC.AF_INET6)
        {
            using (writer.Message(RouteMessageType.GetAddr, MessageFlags.None))
                new AddressMessage { Family = address.Family, Index = address.Index, Address = address.Local }.Write(writer);
        }

        AddressMessage? made = null;
        Connection.Execute(writer, AddWords(address), (int _, in MessageHeader header, ReadOnlySpan<byte> payload) =>
        {
            if (header.Type == RouteMessageType.NewAddr)
                made = AddressMessage.Parse(payload);
        });
        return made ?? address;
    }

    /// <summary>One IPv6 address of a link; the kernel does not answer this for IPv4.</summary>
    /// <exception cref="NetlinkException">EADDRNOTAVAIL where the link does not have it.</exception>
    internal AddressMessage GetIPv6Address(int link, IPAddress address)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.GetAddr, MessageFlags.None))
            new AddressMessage { Family = LibC.AF_INET6, Index = link, Address = address }.Write(writer);
        return Connection.Get<AddressMessage>(writer, $"read address {address}");
    }

    /// <summary>Takes an address off a link.</summary>
    /// <exception cref="NetlinkException">EADDRNOTAVAIL where the link does not have it.</exception>
    internal void DeleteAddress(AddressMessage address) => DeleteAddress(address, MessageFlags.None, null);

    /// <summary>Takes an address off a link and returns all that went: the kernel lets an IPv4 subnet's secondary addresses go with its primary one.</summary>
    /// <exception cref="NetlinkException">EADDRNOTAVAIL where the link does not have it.</exception>
    internal List<AddressMessage> DeleteAddressWithEcho(AddressMessage address)
    {
        var gone = new List<AddressMessage>();
        DeleteAddress(address, MessageFlags.Echo, (int _, in MessageHeader header, ReadOnlySpan<byte> payload) =>
        {
            if (header.Type == RouteMessageType.DelAddr)
                gone.Add(AddressMessage.Parse(payload));
        });
        return gone;
    }

    /// <summary>All addresses, filtered in the kernel.</summary>
    /// <param name="family">AF_INET, AF_INET6, or 0 for both.</param>
    /// <param name="link">Index of the one link, or 0 for all.</param>
    /// <param name="namespaceId">A namespace that this one knows by id, in place of this one.</param>
    internal List<AddressMessage> DumpAddresses(int family = 0, int link = 0, int? namespaceId = null)
        => Connection.Dump<AddressMessage>(AddressQuery(Fresh(), family, link, namespaceId), ListAddresses);

    /// <summary>The same as a stream; see <see cref="NetlinkConnection.Stream"/>.</summary>
    internal IEnumerable<AddressMessage> StreamAddresses(int family = 0, int link = 0)
        => Connection.Stream<AddressMessage>(AddressQuery(new NetlinkWriter(), family, link, null), ListAddresses, static a => a.Identify());

    private const string ListAddresses = "list addresses";

    private static NetlinkWriter NewAddress(NetlinkWriter writer, AddressMessage address, MessageFlags extra)
    {
        using (writer.Message(RouteMessageType.NewAddr, MessageFlags.Create | MessageFlags.Exclusive | extra))
            address.Write(writer);
        return writer;
    }

    private static NetlinkWriter AddressQuery(NetlinkWriter writer, int family, int link, int? namespaceId)
    {
        using (writer.Message(RouteMessageType.GetAddr, MessageFlags.Dump))
            new AddressMessage { Family = (byte)family, Index = link, TargetNamespaceId = namespaceId }.Write(writer);
        return writer;
    }

    private void DeleteAddress(AddressMessage address, MessageFlags flags, ReplyHandler? onReply)
    {
        NetlinkWriter writer = Fresh();
        using (writer.Message(RouteMessageType.DelAddr, flags))
            address.Write(writer);
        Connection.Execute(writer, $"remove address {address.Local ?? address.Address}/{address.PrefixLength}", onReply);
    }

    private static string AddWords(AddressMessage address) => $"add address {address.Local ?? address.Address}/{address.PrefixLength}";
}
