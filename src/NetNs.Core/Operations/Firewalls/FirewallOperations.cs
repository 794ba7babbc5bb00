using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Reads whose rules see the packets of a namespace. Changes nothing.</summary>
internal static class FirewallOperations
{
    /// <summary>The base chains of all tables that pass, in the order in which packets come to them.</summary>
    /// <exception cref="NetNsException">NotPermitted, KernelFeatureMissing.</exception>
    internal static List<NetFirewallHook> List(NamespaceContext context, Func<FirewallHook, bool> isWanted)
        => Failure.Translate(() => Read(context, isWanted), "read the ruleset", context.Namespace);

    /// <summary>The tables of iptables-legacy in the namespace: nf_tables does not know of them.</summary>
    internal static IReadOnlyList<LegacyTable> LegacyTables(NamespaceContext context) => context.RunInside(() => (List<LegacyTable>)
    [
        .. LegacyTablesIn("/proc/thread-self/net/ip_tables_names").Select(n => LegacyTableReader.Read(NfFamily.IPv4, n)).OfType<LegacyTable>(),
        .. LegacyTablesIn("/proc/thread-self/net/ip6_tables_names").Select(n => LegacyTableReader.Read(NfFamily.IPv6, n)).OfType<LegacyTable>(),
    ]);

    /// <summary>The hook of a base chain: each family of tables numbers them its own way. Null where it is none that is known.</summary>
    internal static FirewallHook? HookOf(ChainMessage chain) => (chain.Family, chain.Hook?.Number) switch
    {
        (_, null) => null,
        (NfFamily.NetDevice, (NfHook)NfDeviceHook.Ingress) => FirewallHook.Ingress,
        (NfFamily.NetDevice, (NfHook)NfDeviceHook.Egress) => FirewallHook.Egress,
        (NfFamily.Arp, (NfHook)NfArpHook.Input) => FirewallHook.Input,
        (NfFamily.Arp, (NfHook)NfArpHook.Output) => FirewallHook.Output,
        (NfFamily.Arp, (NfHook)NfArpHook.Forward) => FirewallHook.Forward,
        // Bridge tables number those that they share with IP as IP does.
        (NfFamily.IPv4 or NfFamily.IPv6 or NfFamily.Inet or NfFamily.Bridge, { } number) => number switch
        {
            NfHook.Prerouting => FirewallHook.Prerouting,
            NfHook.Input => FirewallHook.Input,
            NfHook.Forward => FirewallHook.Forward,
            NfHook.Output => FirewallHook.Output,
            NfHook.Postrouting => FirewallHook.Postrouting,
            NfHook.Ingress => FirewallHook.Ingress,
            _ => null,
        },
        _ => null,
    };

    /// <summary>A family of tables as nft writes it.</summary>
    internal static string WordOf(NfFamily family) => family switch
    {
        NfFamily.IPv4 => "ip",
        NfFamily.IPv6 => "ip6",
        NfFamily.Arp => "arp",
        NfFamily.Bridge => "bridge",
        NfFamily.NetDevice => "netdev",
        _ => "inet",
    };

    private static List<NetFirewallHook> Read(NamespaceContext context, Func<FirewallHook, bool> isWanted)
    {
        IReadOnlyList<LegacyTable> legacy = LegacyTables(context);
        HashSet<(NfFamily, string)>? dormant = null;
        List<NetFirewallHook> hooks = [];
        foreach (ChainMessage chain in context.NfTables.DumpChains().Concat(legacy.SelectMany(t => t.Chains)))
        {
            if (HookOf(chain) is not { } hook || !isWanted(hook))
                continue;
            dormant ??= [.. context.NfTables.DumpTables().Where(t => t.Flags.HasFlag(TableFlags.Dormant)).Select(t => (t.Family, t.Name))];
            hooks.Add(Describe(context, chain, hook, !dormant.Contains((chain.Family, chain.Table)), Rules));

            IEnumerable<RuleMessage> Rules() => legacy.FirstOrDefault(t => t.Family == chain.Family && t.Name == chain.Table)?.RulesOf(chain.Name)
                ?? context.NfTables.DumpRules(chain.Family, chain.Table, chain.Name);
        }

        // Of chains of one priority the kernel asks the one first that was made last. It lists tables and the chains in them as they were made.
        hooks.Reverse();
        return [.. hooks.OrderBy(h => h.Hook).ThenBy(h => h.Priority)];
    }

    private static NetFirewallHook Describe(NamespaceContext context, ChainMessage chain, FirewallHook hook, bool isActive, Func<IEnumerable<RuleMessage>> rules) => new()
    {
        Family = FamilyOf(chain.Family),
        Table = LegacyTable.PlainNameOf(chain.Table),
        Chain = chain.Name,
        Legacy = LegacyTable.IsLegacy(chain.Table),
        Type = chain.Type,
        Hook = hook,
        Priority = chain.Hook!.Priority,
        PriorityName = ChainPriority.NameOf(chain.Family, hook, chain.Hook.Priority),
        Policy = chain.Policy == VerdictCode.Drop ? FirewallPolicy.Drop : FirewallPolicy.Accept,
        RuleCount = (int)chain.Use, // nothing can jump to a base chain, so that all uses are rules
        Owner = FirewallOwner.OfBaseChain(chain, () => FirewallOwner.Targets(rules())),
        InterfaceAlias = chain.Hook.Devices,
        Active = isActive,
        Namespace = context.Namespace,
    };

    private static string[] LegacyTablesIn(string file)
    {
        try
        {
            return ProcSys.Read(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (SystemCallException e) when (e.Errno is Errno.ENOENT or Errno.EACCES)
        {
            return []; // the kernel has no such tables, or hides them from who could not read them either
        }
    }

    private static FirewallFamily FamilyOf(NfFamily family) => family switch
    {
        NfFamily.IPv4 => FirewallFamily.IP,
        NfFamily.IPv6 => FirewallFamily.IP6,
        NfFamily.Arp => FirewallFamily.Arp,
        NfFamily.Bridge => FirewallFamily.Bridge,
        NfFamily.NetDevice => FirewallFamily.NetDev,
        _ => FirewallFamily.Inet,
    };
}
