using NetNs.Route;

namespace NetNs.Completion;

/// <summary>Completes names of ports, and of bridges, which stand for all their ports.</summary>
public sealed class BridgePortNameCompleter : LinkNameCompleter
{
    private protected override bool Fits(LinkMessage link) => link.Port is not null || link.Kind is BridgeKind;
}
