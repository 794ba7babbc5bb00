using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Whether packets that go from port to port of bridges pass the chains of IP, too: what br_netfilter is for. Each namespace has its own switches; read once.</summary>
internal sealed class BridgedPackets(NamespaceContext context)
{
    private readonly Dictionary<NfFamily, bool?> _shown = [];

    /// <summary>The switch for all bridges of a namespace.</summary>
    internal static string SwitchOf(NfFamily family) => $"net.bridge.bridge-nf-call-{(family == NfFamily.IPv6 ? "ip6tables" : "iptables")}";

    /// <summary>Whether the kernel can do that: it has br_netfilter.</summary>
    internal bool CanBeShown(NfFamily family) => Read(family) is not null;

    /// <summary>Whether those of all bridges do.</summary>
    internal bool AreShown(NfFamily family) => Read(family) == true;

    private bool? Read(NfFamily family)
    {
        if (!_shown.TryGetValue(family, out bool? isShown))
        {
            string name = SwitchOf(family);
            _shown.Add(family, isShown = SysctlOperations.Exists(context, name) ? SysctlOperations.Get(context, name).Value == "1" : null);
        }

        return isShown;
    }
}
