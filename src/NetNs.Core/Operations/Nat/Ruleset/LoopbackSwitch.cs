using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// The sysctl route_localnet of a link: packets from and to 127.0.0.0/8 may pass the link. That we switched it on is remembered in the
/// sysctl "tag" of the same link, a number that the kernel keeps for its user: it stays with the link when the link is renamed, and is
/// there when the ruleset was flushed or the process was killed. Both are read and written by the link's number.
/// </summary>
internal static class LoopbackSwitch
{
    /// <summary>The tag of a link whose route_localnet we switched on: the letters "NeNs".</summary>
    internal const int Mark = 0x4e654e73;

    /// <summary>Whether packets from and to 127.0.0.0/8 may pass the link.</summary>
    internal static bool IsOn(LinkMessage link) => link.IPv4Settings?.RouteLocalNet is not (null or 0);

    /// <summary>Whether we switched it on.</summary>
    internal static bool IsOurs(LinkMessage link) => link.IPv4Settings?.Tag == Mark;

    /// <summary>The name of the sysctl for a link.</summary>
    internal static string NameFor(string link) => Sysctl(link, "route_localnet");

    /// <summary>Switches it on and marks the link, both in one request. A tag of somebody else stays.</summary>
    /// <exception cref="NetlinkException">The link has gone; NotPermitted.</exception>
    internal static void On(NamespaceContext context, LinkMessage link)
    {
        bool canMark = link.IPv4Settings?.Tag is 0 or Mark;
        if (canMark)
            Tell(context, $"Remember on {link.Name} that route_localnet was off", link, "tag", Mark);
        Tell(context, $"Set {NameFor(link.Name!)} to 1", link, "route_localnet", 1);
        context.Route.ChangeLink(new LinkMessage { Index = link.Index, IPv4Settings = new IPv4LinkSettings { RouteLocalNet = 1, Tag = canMark ? Mark : null } });
    }

    /// <summary>Switches it off and removes the mark. A link that has gone took both along.</summary>
    internal static void Off(NamespaceContext context, int index)
    {
        if (Find(context, index) is not { } link)
            return;
        Tell(context, $"Set {NameFor(link.Name!)} to 0", link, "route_localnet", 0);
        try
        {
            context.Route.ChangeLink(new LinkMessage { Index = index, IPv4Settings = new IPv4LinkSettings { RouteLocalNet = 0, Tag = IsOurs(link) ? 0 : null } });
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            // It has gone meanwhile.
        }
    }

    /// <summary>A link by its number; null where there is none.</summary>
    internal static LinkMessage? Find(NamespaceContext context, int index)
    {
        try
        {
            return context.Route.GetLink(index);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }
    }

    private static void Tell(NamespaceContext context, string intent, LinkMessage link, string setting, int value)
    {
        if (context.Reporter.WantsSteps)
            context.Reporter.Step(intent + context.Namespace.Suffix, context.Command("sysctl", $"-w {ShellText.Quote(Sysctl(link.Name!, setting))}=\"{value}\""));
    }

    private static string Sysctl(string link, string setting) => $"net.ipv4.conf.{link.Replace('.', '/')}.{setting}";
}
