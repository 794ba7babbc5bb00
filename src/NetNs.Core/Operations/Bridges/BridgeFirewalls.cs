using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>Warns of firewalls that stop packets from port to port of bridges: each bridge is looked at once in a pipeline.</summary>
internal sealed class BridgeFirewalls
{
    private readonly HashSet<(NamespaceIdentity, string)> _checked = [];

    /// <param name="context">Where the bridge is.</param>
    /// <param name="bridge">Its name.</param>
    internal void Check(NamespaceContext context, string bridge)
    {
        if (!_checked.Add((context.Handle.Identity, bridge)))
            return;
        try
        {
            new ForwardBlockers(context).WarnBridged(bridge);
        }
        catch (NetNsException e) when (e.Error is NetNsError.KernelFeatureMissing or NetNsError.KernelRefused or NetNsError.NotPermitted)
        {
            // Where there is no firewall to read, none is in the way. The bridge needs none of it.
        }
    }
}
