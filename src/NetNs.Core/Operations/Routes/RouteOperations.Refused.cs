using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>What it means that the kernel refused a route.</content>
internal static partial class RouteOperations
{
    // What is in the way: the same, which may be as good, or another to the same destination.
    private static NetRoute Existing(NamespaceContext context, LinkMessage? link, RouteOptions options, bool reuse, NetlinkException e)
    {
        uint metric = options.Metric ?? (options.Family == IPFamily.IPv6 ? 1024u : 0);
        var listing = new RouteQuery
        {
            Family = options.Family,
            Table = options.Table,
            Destinations = [options.Destination],
            Metrics = [metric],
            TypeOfService = 0,
        };
        NetRoute present = List(context, listing).FirstOrDefault() ?? throw Failure.From(e, options.Name);
        string? difference = Difference(present, link, options);
        if (reuse && difference is null)
            return present;
        CmdletLine nothing = $"", withMetric = $" -RouteMetric {metric}", withTable = $" -Table {options.Table}";
        string remove = context.Namespace.Cmdlet($"Remove-NetRoute {present.DestinationPrefix}{(metric == 0 ? nothing : withMetric)}{(options.Table == RouteTable.Main ? nothing : withTable)}");
        throw reuse
            ? new NetNsException(NetNsError.ExistingDiffers, $"There is a route to {options.Name}{context.Namespace.Suffix}, but {difference}.", options.Name, $"Remove it with: {remove}", e)
            : new NetNsException(NetNsError.RouteAlreadyExists, $"There is a route to {options.Name} with the metric {metric} already{context.Namespace.Suffix}: {present}.", options.Name,
                $"Give this one another -RouteMetric, say -IfExists Reuse, or remove the other with: {remove}", e);
    }

    private static string? Difference(NetRoute present, LinkMessage? link, RouteOptions options)
    {
        IPAddress[] hops = present.NextHops.Length > 1 ? [.. present.NextHops.Select(h => h.NextHop)] : RouteFactory.IsNone(present.NextHop) ? [] : [present.NextHop];
        return present.Type != options.Type ? $"it is of type {present.Type}, not {options.Type}"
            : !hops.ToHashSet().SetEquals(options.NextHops) ? $"it goes {(hops.Length == 0 ? "directly" : $"by {string.Join(" and ", hops.AsEnumerable())}")}, not {(options.NextHops.Length == 0 ? "directly" : $"by {string.Join(" and ", options.NextHops.AsEnumerable())}")}"
            : link is not null && present.InterfaceIndex != link.Index ? $"it leaves by {present.InterfaceAlias}, not {link.Name}"
            : options.Source is not null && !options.Source.Equals(present.Source) ? $"its source is {present.Source?.ToString() ?? "not set"}, not {options.Source}"
            : options.Mtu is not null && options.Mtu != present.Mtu ? $"its MTU is {present.Mtu?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not set"}, not {options.Mtu}"
            : null;
    }

    private static NetNsException Refused(NetlinkException e, NamespaceContext context, LinkMessage? link, RouteOptions options)
    {
        string what = $"Cannot make a route to {options.Name}{context.Namespace.Suffix}";
        string said = e.KernelMessage is null ? "" : $" ({e.KernelMessage.TrimEnd('.')})";
        bool isAboutGateway = e.KernelMessage?.Contains("gateway", StringComparison.OrdinalIgnoreCase) == true || (link is null && options.NextHops.Any(h => h.IsIPv6LinkLocal));
        if (options.NextHops.Length > 0 && (e.Errno is Errno.ENETUNREACH or Errno.EHOSTUNREACH || (e.Errno == Errno.EINVAL && isAboutGateway)))
            return GatewayUnreachable(e, context, link, options, what);
        return e.Errno switch
        {
            Errno.ENETDOWN => new NetNsException(NetNsError.LinkBusy, $"{what}: {link?.Name ?? "the link"} is down.", options.Name, $"Switch it on first with: {context.Namespace.Cmdlet($"Enable-NetLink {link?.Name ?? "LINK"}")}", e),
            Errno.ENODEV when link is not null => Failure.LinkNotFound(link.Name!, context.Namespace, e),
            Errno.EINVAL when options.Source is not null && !HasAddress(context, options.Source) => new NetNsException(NetNsError.RouteInvalid,
                $"{what}: its source {options.Source} is no address of the namespace.", options.Name, $"Add it first with: {context.Namespace.Cmdlet($"New-NetIPAddress {options.Source} -InterfaceAlias {link?.Name ?? "LINK"}")}", e),
            Errno.EINVAL or Errno.ENETUNREACH or Errno.EHOSTUNREACH => new NetNsException(NetNsError.RouteInvalid, $"{what}: the kernel does not take it{said}.", options.Name, null, e),
            _ => Failure.From(e, options.Name),
        };
    }

    private static NetNsException GatewayUnreachable(NetlinkException e, NamespaceContext context, LinkMessage? link, RouteOptions options, string what)
    {
        var names = new LinkNames(context);
        List<AddressMessage> addresses = context.Route.DumpAddresses();
        // The first that no address explains; the kernel does not say which of several it was.
        IPAddress hop = Array.Find(options.NextHops, h => NetworkOf(addresses, h, link?.Index) is null) ?? options.NextHops[0];
        string by = $"{what} by {hop}";
        AddressMessage? elsewhere = NetworkOf(addresses, hop, null);
        (string reason, string remedy) =
            addresses.Exists(a => hop.Equals(a.Local ?? a.Address)) ? ($"{hop} is the namespace's own address", "Give the address of another machine on the link.")
            : hop.IsIPv6LinkLocal && link is null ? ("a link-local address is on every link", "Name the link with -InterfaceAlias.")
            : elsewhere is null ? ($"no link has an address in a network that holds it; {Connected(context, names, Subnet.FamilyOf(hop))}",
                "Give a link an address in the next hop's network first (New-NetIPAddress), or name the link and say -OnLink.")
            : !LinkFactory.AdminState(context.Route.GetLink(elsewhere.Index)).Equals(LinkAdminState.Up) ? ($"{names[elsewhere.Index]}, whose network holds it, is down", $"Switch it on with: {context.Namespace.Cmdlet($"Enable-NetLink {names[elsewhere.Index]}")}")
            : link is not null && elsewhere.Index != link.Index ? ($"it is on {names[elsewhere.Index]}, not on {link.Name}", $"Name {names[elsewhere.Index]}, or leave -InterfaceAlias out.")
            : (e.KernelMessage is { } said ? said.TrimEnd('.') : "the kernel finds no way to it", "Look at the routes that are there with Get-NetRoute.");
        return new NetNsException(NetNsError.GatewayUnreachable, $"{by}: {reason}.", options.Name, remedy, e);
    }

    private static string Connected(NamespaceContext context, LinkNames names, IPFamily family)
        => ConnectedNetworks.Read(context).Describe(names, family) is { } networks ? $"connected are {networks}" : $"no link has an {family} address";

    private static AddressMessage? NetworkOf(List<AddressMessage> addresses, IPAddress hop, int? link)
        => addresses.Find(a => (link is null || a.Index == link) && a.PrefixLength < (Subnet.FamilyOf(a.Address!) == IPFamily.IPv4 ? 32 : 128)
            && Subnet.Of(a.Address!, a.PrefixLength).Contains(hop));

    private static bool HasAddress(NamespaceContext context, IPAddress address)
        => context.Route.DumpAddresses((int)Subnet.FamilyOf(address)).Exists(a => address.Equals(a.Local ?? a.Address));
}
