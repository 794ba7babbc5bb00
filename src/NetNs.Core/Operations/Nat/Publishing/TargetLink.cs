using System.Net;

namespace NetNs.Operations;

/// <summary>The link by which the host reaches a target, and what was done for it in this pipeline.</summary>
/// <param name="index">Its number.</param>
/// <param name="name">Its name.</param>
/// <param name="networks">The networks of the host's addresses on it.</param>
internal sealed class TargetLink(int index, string name, IReadOnlyList<IPNetwork> networks)
{
    internal int Index { get; } = index;

    internal string Name { get; } = name;

    /// <summary>Families for which our table knows clients and targets on this link.</summary>
    internal HashSet<IPNetwork> Hairpins { get; } = [];

    /// <summary>Whether everything was done that 127.0.0.1 needs to lead there.</summary>
    internal bool IsLoopbackPrepared { get; set; }

    /// <summary>Whether 127.0.0.1 leads there.</summary>
    internal bool LoopbackLeadsHere { get; set; }

    /// <summary>The network of the host on this link that an address is in; null where it is behind a router.</summary>
    internal IPNetwork? NetworkOf(IPAddress address)
    {
        foreach (IPNetwork network in networks)
        {
            if (network.Contains(address))
                return network;
        }

        return null;
    }
}
