using NetNs.Route;

namespace NetNs.Completion;

/// <summary>Completes names of bridges.</summary>
public class BridgeNameCompleter : LinkNameCompleter
{
    private protected override LinkKind? Kind => new BridgeKind();
}
