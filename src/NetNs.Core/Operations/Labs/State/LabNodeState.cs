using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>A namespace of a lab as it was read: a node, or the one that has the bridges.</summary>
internal sealed class LabNodeState
{
    /// <summary>Which namespace; null for a node that is yet to be created.</summary>
    internal NetNamespace? Namespace { get; init; }

    internal IReadOnlyList<LinkMessage> Links { get; init; } = [];

    internal IReadOnlyList<AddressMessage> Addresses { get; init; } = [];

    internal IReadOnlyList<RouteMessage> Routes { get; init; } = [];

    /// <summary>The sysctls that the definition sets, or that an earlier one did.</summary>
    internal IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();

    /// <summary>What sysctls were before the lab changed them.</summary>
    internal IReadOnlyDictionary<string, string?> SavedSysctls { get; init; } = new Dictionary<string, string?>();

    /// <summary>One link, or null.</summary>
    internal LinkMessage? Link(string name) => Links.FirstOrDefault(l => l.Name == name);

    /// <summary>The addresses of a link that somebody gave it: without link-local ones, and without those that expire.</summary>
    internal IEnumerable<InterfaceAddress> AddressesOf(LinkMessage link)
        => Addresses.Where(a => a.Index == link.Index && (a.Flags & AddressFlags.Permanent) != 0).Select(InterfaceAddress.From).Where(a => !a.Address.IsIPv6LinkLocal);

    /// <summary>Reads a namespace.</summary>
    /// <param name="context">Which.</param>
    /// <param name="links">Its links, where they were read already.</param>
    /// <param name="sysctls">The sysctls that a definition sets.</param>
    internal static LabNodeState Read(NamespaceContext context, List<LinkMessage> links, IEnumerable<string> sysctls)
    {
        IReadOnlyDictionary<string, string?> saved = links.Find(l => l.Flags.HasFlag(LinkFlags.Loopback)) is { } loopback ? LabSavedSysctl.Read(loopback) : new Dictionary<string, string?>();
        string[] names = [.. sysctls.Concat(saved.Keys).Distinct()];
        return new LabNodeState
        {
            Namespace = context.Namespace,
            Links = links,
            Addresses = context.Route.DumpAddresses(),
            Routes = [.. Dump(context, LibC.AF_INET), .. Dump(context, LibC.AF_INET6)],
            Sysctls = names.Length == 0 ? new Dictionary<string, string>() : context.RunInside(() => ReadSysctls(names)),
            SavedSysctls = saved,
        };
    }

    private static Dictionary<string, string> ReadSysctls(string[] names)
    {
        Dictionary<string, string> values = [];
        foreach (string name in names)
        {
            string path = SysctlName.ToPath(name);
            if (File.Exists(path))
                values[name] = Nsfs.ProcSys.Read(path);
        }

        return values;
    }

    // A kernel without IPv6 answers with the tables of IPv4.
    private static IEnumerable<RouteMessage> Dump(NamespaceContext context, int family)
        => context.Route.DumpRoutes(family).Where(r => r.Family == family && (r.Flags & RouteFlags.Cloned) == 0);
}
