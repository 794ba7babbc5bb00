namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of macvlan and macvtap, linux/if_link.h.</summary>
internal static class MacvlanAttribute
{
    internal const ushort Mode = 1; // IFLA_MACVLAN_MODE
}
