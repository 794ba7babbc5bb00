using NetNs.Route;

namespace NetNs.Operations;

/// <summary>A link that was found, and where: what a cmdlet hands to an operation.</summary>
/// <param name="Context">Sockets of its namespace.</param>
/// <param name="Message">What the kernel said about it.</param>
internal sealed record FoundLink(NamespaceContext Context, LinkMessage Message)
{
    /// <summary>Its own name, also where it was found by an alternative one.</summary>
    internal string Name => Message.Name!;

    /// <summary>Its own name and its alternative names.</summary>
    internal IEnumerable<string> AllNames => [Name, .. Message.AlternativeNames];

    internal int Index => Message.Index;

    /// <summary>"Veth", "Bridge"; what users call its kind.</summary>
    internal string Kind => LinkFactory.KindName(Message);

    /// <summary>Number of the bridge or other master that it is part of; 0 where it is part of none.</summary>
    internal int Master => Message.Master ?? 0;

    internal bool IsBridgePort => Message.Port is not null;

    internal bool IsBridge => Message.Kind is BridgeKind;

    /// <summary>Whether other links can be made a part of it.</summary>
    internal bool TakesPorts => Message.Kind is { Name: "bridge" or "vrf" or "bond" or "team" };

    internal bool IsLoopback => Message.Flags.HasFlag(LinkFlags.Loopback);

    /// <summary>"eth0 in namespace web"; the current namespace is not mentioned.</summary>
    internal string Description => Name + Context.Namespace.Suffix;
}
