using System.Net.NetworkInformation;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>In which way a link is not what was asked for, in words; null where it is, or where nothing was asked.</summary>
internal static class LinkDifference
{
    internal static string? OfMtu(LinkMessage link, int? wanted) => wanted is { } mtu && link.Mtu != mtu ? $"its MTU is {link.Mtu}, not {mtu}" : null;

    internal static string? OfAddress(LinkMessage link, PhysicalAddress? wanted)
        => wanted is null || (link.Address is { } present && wanted.GetAddressBytes().AsSpan().SequenceEqual(present)) ? null
            : $"its address is {LinkOperations.FormatMac(link.Address ?? [])}, not {LinkOperations.FormatMac(wanted.GetAddressBytes())}";

    internal static string? OfState(LinkMessage link, bool wantedUp) => wantedUp && !link.Flags.HasFlag(LinkFlags.Up) ? "it is down" : null;

    internal static string? OfKind(LinkMessage link, LinkKind wanted) => (link.Kind, wanted) switch
    {
        (VlanKind there, VlanKind asked) => Of("VLAN id", there.Id, asked.Id),
        (MacvlanKind there, MacvlanKind asked) when there.Tap == asked.Tap => Of("mode", there.Mode, asked.Mode),
        (IpvlanKind there, IpvlanKind asked) => Of("mode", there.Mode, asked.Mode),
        (VrfKind there, VrfKind asked) => Of("table", there.Table, asked.Table),
        (TunKind there, TunKind asked) when there.IsTap == asked.IsTap => Of("user", there.Owner, asked.Owner),
        (TunKind, TunKind) => $"its kind is {LinkFactory.KindName(link)}",
        (VxlanKind there, VxlanKind asked) => Of("network identifier", there.Id, asked.Id) ?? Of("port", there.Port, asked.Port)
            ?? Of("remote address", there.Group ?? there.GroupIPv6, asked.Group ?? asked.GroupIPv6) ?? Of("local address", there.Local ?? there.LocalIPv6, asked.Local ?? asked.LocalIPv6),
        var (there, asked) => there?.Name == asked.Name ? null : $"its kind is {LinkFactory.KindName(link)}",
    };

    private static string? Of<T>(string what, T? there, T? asked)
        => EqualityComparer<T?>.Default.Equals(there, asked) ? null : $"its {what} is {there?.ToString() ?? "not set"}, not {asked?.ToString() ?? "unset"}";
}
