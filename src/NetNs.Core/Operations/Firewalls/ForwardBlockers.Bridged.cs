using NetNs.NfTables;

namespace NetNs.Operations;

/// <content>What goes from port to port of a bridge, and is never forwarded by IP.</content>
internal sealed partial class ForwardBlockers
{
    private readonly BridgedPackets _bridged = new(context);

    /// <summary>
    /// The chains that stop packets from port to port of a bridge: those of bridge tables, and where br_netfilter shows IP's chains such
    /// packets, too, those of IP.
    /// </summary>
    /// <param name="bridge">Its name.</param>
    /// <exception cref="NetNsException">NotPermitted, KernelFeatureMissing.</exception>
    internal IReadOnlyList<ForwardBlocker> FindBridged(string bridge)
        => Failure.Translate(() => SearchBridged(bridge), "read the ruleset", context.Namespace);

    /// <summary>Warns of each chain that stops packets from port to port of a bridge, with what to do about it.</summary>
    internal void WarnBridged(string bridge)
    {
        foreach (ForwardBlocker blocker in FindBridged(bridge))
        {
            string remedy = string.Join("; ", blocker.Remedy);
            if (!_warned.Add($"{blocker.Name} {remedy}"))
                continue;
            string subject = $"Packets from port to port of {bridge} will not get through{context.Namespace.Suffix}: {blocker.Name} {blocker.Reason}";
            string name = BridgedPackets.SwitchOf(blocker.Chain.Family);
            context.Reporter.Warn(blocker.Chain.Family == NfFamily.Bridge
                ? $"{subject}. Let them through with: {remedy}"
                : $"{subject}, and {name} shows it such packets. Keep them away from it with: {context.Namespace.Cmdlet($"Set-NetSysctl {name} 0")}; or let them through with: {remedy}");
        }
    }

    private List<ForwardBlocker> SearchBridged(string bridge)
    {
        List<ForwardBlocker> blockers = [];
        foreach (ChainMessage chain in Suspects.Where(c => FirewallOperations.HookOf(c) == FirewallHook.Forward))
        {
            NfFamily[] families = chain.Family switch
            {
                NfFamily.Bridge => [NfFamily.IPv4, NfFamily.IPv6],
                NfFamily.Inet => [.. new[] { NfFamily.IPv4, NfFamily.IPv6 }.Where(_bridged.AreShown)],
                NfFamily family => _bridged.AreShown(family) ? [family] : [],
            };
            // A bridge table knows ports, which are some others; IP knows the bridge.
            (string? Name, int Index) link = chain.Family == NfFamily.Bridge ? default : (bridge, IndexOf(bridge));
            SamplePacket[] packets = [.. families.SelectMany(f => Packets(f, link))];
            if (Try(chain, packets, remedy => remedy.LetBridged(bridge)) is { } blocker)
                blockers.Add(blocker);
        }

        return blockers;
    }

    private static SamplePacket[] Packets(NfFamily family, (string? Name, int Index) link)
    {
        var first = new SamplePacket { Family = family, InLink = link.Name, InIndex = link.Index, OutLink = link.Name, OutIndex = link.Index };
        return [first, first with { IsAnswer = true }];
    }
}
