namespace NetNs.Route;

/// <summary>How a macvlan's siblings see each other, linux/if_link.h.</summary>
internal enum MacvlanMode : uint
{
    Private = 1, // MACVLAN_MODE_PRIVATE
    Vepa = 2, // MACVLAN_MODE_VEPA
    Bridge = 4, // MACVLAN_MODE_BRIDGE
    Passthru = 8, // MACVLAN_MODE_PASSTHRU
    Source = 16, // MACVLAN_MODE_SOURCE
}
