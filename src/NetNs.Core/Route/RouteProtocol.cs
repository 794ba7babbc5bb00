namespace NetNs.Route;

/// <summary>rtm_protocol: who made a route, linux/rtnetlink.h.</summary>
internal enum RouteProtocol : byte
{
    Unspecified = 0, // RTPROT_UNSPEC
    Redirect = 1, // RTPROT_REDIRECT
    Kernel = 2, // RTPROT_KERNEL
    Boot = 3, // RTPROT_BOOT
    Static = 4, // RTPROT_STATIC
    RouterAdvertisement = 9, // RTPROT_RA
    Dhcp = 16, // RTPROT_DHCP
}
