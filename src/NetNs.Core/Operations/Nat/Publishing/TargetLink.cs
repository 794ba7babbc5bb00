using System.Net;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>The link by which the host reaches a target, and what was done for it in this pipeline.</summary>
/// <param name="message">The link.</param>
/// <param name="networks">The networks of the host's addresses on it.</param>
internal sealed class TargetLink(LinkMessage message, IReadOnlyList<IPNetwork> networks)
{
    internal int Index => message.Index;

    internal string Name => message.Name!;

    /// <summary>The link as it was found.</summary>
    internal LinkMessage Message => message;

    /// <summary>Whether it is switched on.</summary>
    internal bool IsUp => message.Flags.HasFlag(LinkFlags.Up);

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
