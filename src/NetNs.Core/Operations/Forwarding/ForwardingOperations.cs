using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Whether a namespace routes. Each method acts in the namespace of the context it is given.</summary>
internal sealed class ForwardingOperations(OperationSession session)
{
    /// <summary>The state of the namespace as a whole, or of one link. Null where it has no such protocol (IPv6 switched off).</summary>
    /// <exception cref="NetNsException">LinkNotFound.</exception>
    internal static NetForwarding? Get(NamespaceContext context, IPFamily family, string? link = null)
    {
        string name = SwitchOf(family, link);
        if (!SysctlOperations.Exists(context, name))
        {
            if (link is not null)
                LinkOperations.Find(context, link);
            return null;
        }

        string? value = SysctlOperations.Get(context, name).Value;
        return new NetForwarding { AddressFamily = family, InterfaceAlias = link, Enabled = value is not null and not "0", Namespace = context.Namespace };
    }

    /// <summary>Whether the namespace as a whole forwards packets of a family.</summary>
    internal static bool IsEnabled(NamespaceContext context, IPFamily family) => Get(context, family)?.Enabled ?? false;

    /// <summary>Switches forwarding on or off, for all of the protocols or for none, and returns the state afterwards.</summary>
    /// <remarks>
    /// A link that forwards IPv6 no longer listens to router advertisements (accept_ra 1): one that has its default route
    /// from them would lose it. Such a link is told to listen all the same (accept_ra 2), before.
    /// </remarks>
    /// <exception cref="NetNsException">KernelFeatureMissing where the namespace has no such protocol; NotPermitted, LinkNotFound.</exception>
    internal IReadOnlyList<NetForwarding> Set(NamespaceContext context, IReadOnlyList<IPFamily> families, string? link, bool enabled)
    {
        using var undo = new Undo(session.Reporter);
        var states = new List<NetForwarding>();
        foreach (IPFamily family in families)
        {
            IReadOnlyList<NetSysctl> before = Switches(context, family, link);
            states.Add(Set(context, family, link, enabled, undo));
            undo.Push($"switch {family} forwarding back {(enabled ? "off" : "on")}", () => Restore(context, before));
        }

        undo.Keep();
        return states;
    }

    /// <summary>Switches forwarding on in the namespace as a whole, or for one link, where it is off; it can be taken back.</summary>
    /// <exception cref="NetNsException">KernelFeatureMissing, NotPermitted.</exception>
    internal void SwitchOn(NamespaceContext context, IPFamily family, Undo undo, string? link = null)
    {
        IReadOnlyList<NetSysctl> before = Switches(context, family, link);
        Set(context, family, link, enabled: true, undo);
        // Not by Set, which the user may stop: what was begun is taken back all the same.
        undo.Push($"switch {family} forwarding back off", () => Restore(context, before));
    }

    // What is about to change: the switch of the whole namespace, first, is that of each link and of links to come, too.
    private static List<NetSysctl> Switches(NamespaceContext context, IPFamily family, string? link)
    {
        string name = SwitchOf(family, link);
        if (!SysctlOperations.Exists(context, name))
            return [];
        List<NetSysctl> switches = [SysctlOperations.Get(context, name)];
        if (link is null)
            switches.AddRange(SysctlOperations.List(context, $"{ProcSys.Root}/{(family == IPFamily.IPv4 ? "ipv4" : "ipv6")}/conf", n => n.EndsWith(".forwarding", StringComparison.Ordinal) && !n.Contains(".all.", StringComparison.Ordinal)));
        return switches;
    }

    // Only what is not so by then: writing the first has set most of the others, and a link may have gone.
    private static void Restore(NamespaceContext context, IReadOnlyList<NetSysctl> before)
    {
        foreach (NetSysctl known in before)
        {
            if (known.Value is { } value && SysctlOperations.Exists(context, known.Name) && SysctlOperations.Get(context, known.Name).Value != value)
                SysctlOperations.Set(context, known.Name, value);
        }
    }

    private NetForwarding Set(NamespaceContext context, IPFamily family, string? link, bool enabled, Undo undo)
    {
        if (Get(context, family, link) is null)
            throw Missing(context, family);
        if (enabled && family == IPFamily.IPv6)
            KeepAdvertisedRoutes(context, link, undo);
        session.Checkpoint();
        SysctlOperations.Set(context, SwitchOf(family, link), enabled ? "1" : "0");
        // Not read back: a caller that is told of a failure would take it for unchanged.
        return new NetForwarding { AddressFamily = family, InterfaceAlias = link, Enabled = enabled, Namespace = context.Namespace };
    }

    private static NetNsException Missing(NamespaceContext context, IPFamily family) => new(NetNsError.KernelFeatureMissing,
        $"There is no {family}{context.Namespace.Suffix}: it is switched off, or the kernel lacks it.", family, "IPv6 is switched off by the kernel's parameter ipv6.disable=1.");

    private static string SwitchOf(IPFamily family, string? link)
    {
        if (family == IPFamily.IPv4 && link is null)
            return "net.ipv4.ip_forward";
        string scope = link?.Replace('.', '/') ?? "all";
        return $"net.{(family == IPFamily.IPv4 ? "ipv4" : "ipv6")}.conf.{scope}.forwarding";
    }

    private static void KeepAdvertisedRoutes(NamespaceContext context, string? onlyLink, Undo undo)
    {
        IEnumerable<int> advertised = context.Route.DumpRoutes(LibC.AF_INET6)
            .Where(r => r.Protocol == RouteProtocol.RouterAdvertisement && r.DestinationLength == 0 && r.OutputLink is not null)
            .Select(r => r.OutputLink!.Value)
            .Distinct();
        foreach (int index in advertised)
        {
            if (LinkOperations.NameOf(context, index) is not { } link || (onlyLink is not null && link != onlyLink))
                continue;
            string acceptance = $"net.ipv6.conf.{link.Replace('.', '/')}.accept_ra";
            if (SysctlOperations.Get(context, acceptance).Value != "1")
                continue;
            SysctlOperations.Set(context, acceptance, "2");
            undo.Push($"set {acceptance} back to 1", () => SysctlOperations.Set(context, acceptance, "1"));
        }
    }
}
