using System.Runtime.InteropServices;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>What stands inside IFLA_AF_SPEC for IPv4, linux/if_link.h.</summary>
internal static class IPv4LinkAttribute
{
    internal const ushort Settings = 1; // IFLA_INET_CONF
}

/// <summary>The settings of a link below net.ipv4.conf, linux/ip.h: the first has the number 1.</summary>
internal static class IPv4LinkSetting
{
    internal const ushort Forwarding = 1; // IPV4_DEVCONF_FORWARDING
    internal const ushort ReversePathFilter = 8; // IPV4_DEVCONF_RP_FILTER
    internal const ushort Tag = 12; // IPV4_DEVCONF_TAG
    internal const ushort AnnounceAddresses = 22; // IPV4_DEVCONF_ARP_NOTIFY
    internal const ushort RouteLocalNet = 26; // IPV4_DEVCONF_ROUTE_LOCALNET
}

/// <summary>
/// The sysctls net.ipv4.conf.LINK.* that operations read or change, as the kernel keeps them with the link: they are read and written by
/// the link's index, so that renaming the link does not matter.
/// </summary>
/// <remarks>The kernel tells all settings as an array of 32-bit numbers, and takes changes as attributes whose type is the setting's number.</remarks>
/// <param name="Forwarding">Whether packets that come in by the link are forwarded.</param>
/// <param name="ReversePathFilter">rp_filter: 0 off, 1 strict, 2 loose. The kernel takes the larger of this and that of "all".</param>
/// <param name="Tag">A number for the user of the link; the kernel does nothing with it.</param>
/// <param name="RouteLocalNet">Whether packets from and to 127.0.0.0/8 may pass the link.</param>
/// <param name="AnnounceAddresses">arp_notify: whether the kernel announces its addresses when it comes up or its hardware address is set.</param>
internal readonly record struct IPv4LinkSettings(int? Forwarding, int? ReversePathFilter, int? Tag, int? RouteLocalNet, int? AnnounceAddresses)
{
    /// <summary>Writes those that are not null, to be changed.</summary>
    internal void Write(NetlinkWriter writer)
    {
        using (writer.Nest(IPv4LinkAttribute.Settings))
        {
            if (Tag is { } tag)
                writer.Put(IPv4LinkSetting.Tag, tag);
            if (Forwarding is { } forwarding)
                writer.Put(IPv4LinkSetting.Forwarding, forwarding);
            if (ReversePathFilter is { } filter)
                writer.Put(IPv4LinkSetting.ReversePathFilter, filter);
            if (RouteLocalNet is { } routeLocalNet)
                writer.Put(IPv4LinkSetting.RouteLocalNet, routeLocalNet);
            if (AnnounceAddresses is { } announce)
                writer.Put(IPv4LinkSetting.AnnounceAddresses, announce);
        }
    }

    /// <summary>Reads the kernel's array; a setting that an older kernel does not have is null.</summary>
    internal static IPv4LinkSettings Parse(ReadOnlySpan<byte> array) => new(
        At(array, IPv4LinkSetting.Forwarding),
        At(array, IPv4LinkSetting.ReversePathFilter),
        At(array, IPv4LinkSetting.Tag),
        At(array, IPv4LinkSetting.RouteLocalNet),
        At(array, IPv4LinkSetting.AnnounceAddresses));

    private static int? At(ReadOnlySpan<byte> array, ushort setting)
        => array.Length >= setting * sizeof(int) ? MemoryMarshal.Read<int>(array[((setting - 1) * sizeof(int))..]) : null;
}
