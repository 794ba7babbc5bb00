namespace NetNs;

/// <summary>Kinds of links that can be made besides veth pairs and bridges.</summary>
public enum VirtualLinkKind
{
    /// <summary>Swallows what it gets; a place for addresses that stay.</summary>
    Dummy,

    /// <summary>A queue for packets redirected to it: a place to shape what comes in.</summary>
    Ifb,

    /// <summary>A second link-layer address on a parent link.</summary>
    Macvlan,

    /// <summary>A macvlan that a program reads as /dev/tapN.</summary>
    Macvtap,

    /// <summary>More IP addresses behind the link-layer address of a parent link.</summary>
    Ipvlan,

    /// <summary>An IEEE 802.1Q VLAN of a parent link.</summary>
    Vlan,

    /// <summary>Ethernet over UDP, RFC 7348.</summary>
    Vxlan,

    /// <summary>A routing table of its own for the links that become its ports.</summary>
    Vrf,

    /// <summary>Ethernet frames to and from a program, such as a virtual machine.</summary>
    Tap,

    /// <summary>IP packets to and from a program, such as a VPN.</summary>
    Tun,
}
