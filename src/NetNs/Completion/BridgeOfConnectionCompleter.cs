namespace NetNs.Completion;

/// <summary>Completes names of bridges where -Namespace means something else than the bridge's own.</summary>
public sealed class BridgeOfConnectionCompleter : BridgeNameCompleter
{
    private protected override string NamespaceParameter => "BridgeNamespace";
}
