using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes names of links.</summary>
public class LinkNameCompleter : LiveCompleter
{
    /// <summary>The links that fit.</summary>
    private protected virtual IEnumerable<FoundLink> Links(NamespaceContext context) => LinkOperations.FindAll(context);

    private protected override IEnumerable<(string Text, string Tip)> Offers(OperationSession session, NamespaceContext context)
        => Links(context).Select(l => (l.Name, l.Kind));
}

/// <summary>Completes names of bridges.</summary>
public class BridgeNameCompleter : LinkNameCompleter
{
    private protected override IEnumerable<FoundLink> Links(NamespaceContext context) => LinkOperations.FindBridges(context);
}

/// <summary>Completes names of bridges where -Namespace means something else than the bridge's own.</summary>
public sealed class BridgeOfConnectionCompleter : BridgeNameCompleter
{
    private protected override string NamespaceParameter => "BridgeNamespace";
}

/// <summary>Completes names of ports, and of bridges, which stand for all their ports.</summary>
public sealed class BridgePortNameCompleter : LinkNameCompleter
{
    private protected override IEnumerable<FoundLink> Links(NamespaceContext context) => base.Links(context).Where(l => l.IsBridgePort || l.IsBridge);
}

/// <summary>Completes names of links that take others as ports: bridges, VRFs, bonds.</summary>
public sealed class MasterNameCompleter : LinkNameCompleter
{
    private protected override IEnumerable<FoundLink> Links(NamespaceContext context) => base.Links(context).Where(l => l.TakesPorts);
}
