namespace NetNs.Route;

/// <summary>Attributes of a link message, linux/if_link.h.</summary>
internal static class LinkAttribute
{
    internal const ushort Address = 1; // IFLA_ADDRESS
    internal const ushort Broadcast = 2; // IFLA_BROADCAST
    internal const ushort Name = 3; // IFLA_IFNAME
    internal const ushort Mtu = 4; // IFLA_MTU
    internal const ushort Link = 5; // IFLA_LINK
    internal const ushort Master = 10; // IFLA_MASTER
    internal const ushort ProtocolInfo = 12; // IFLA_PROTINFO
    internal const ushort TxQueueLength = 13; // IFLA_TXQLEN
    internal const ushort OperationalState = 16; // IFLA_OPERSTATE
    internal const ushort LinkInfo = 18; // IFLA_LINKINFO
    internal const ushort NamespaceProcess = 19; // IFLA_NET_NS_PID
    internal const ushort Alias = 20; // IFLA_IFALIAS
    internal const ushort Statistics64 = 23; // IFLA_STATS64
    internal const ushort FamilySpecific = 26; // IFLA_AF_SPEC
    internal const ushort Group = 27; // IFLA_GROUP
    internal const ushort NamespaceDescriptor = 28; // IFLA_NET_NS_FD
    internal const ushort ExtensionMask = 29; // IFLA_EXT_MASK
    internal const ushort Promiscuity = 30; // IFLA_PROMISCUITY
    internal const ushort TxQueues = 31; // IFLA_NUM_TX_QUEUES
    internal const ushort RxQueues = 32; // IFLA_NUM_RX_QUEUES
    internal const ushort LinkNamespaceId = 37; // IFLA_LINK_NETNSID
    internal const ushort NewNamespaceId = 45; // IFLA_NEW_NETNSID
    internal const ushort TargetNamespaceId = 46; // IFLA_TARGET_NETNSID
    internal const ushort NewIndex = 49; // IFLA_NEW_IFINDEX
    internal const ushort MinMtu = 50; // IFLA_MIN_MTU
    internal const ushort MaxMtu = 51; // IFLA_MAX_MTU
    internal const ushort PropertyList = 52; // IFLA_PROP_LIST
    internal const ushort AlternativeName = 53; // IFLA_ALT_IFNAME
    internal const ushort ParentDeviceName = 56; // IFLA_PARENT_DEV_NAME
    internal const ushort ParentDeviceBusName = 57; // IFLA_PARENT_DEV_BUS_NAME
}
