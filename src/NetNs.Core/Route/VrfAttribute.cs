namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a VRF, linux/if_link.h.</summary>
internal static class VrfAttribute
{
    internal const ushort Table = 1; // IFLA_VRF_TABLE
}
