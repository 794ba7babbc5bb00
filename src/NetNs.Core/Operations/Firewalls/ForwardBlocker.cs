using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>A chain of somebody else that keeps forwarded packets from getting through.</summary>
internal sealed record ForwardBlocker
{
    internal required ChainMessage Chain { get; init; }

    /// <summary>Who probably made it; null where nobody is known for it.</summary>
    internal string? Owner { get; init; }

    /// <summary>The chain whose rule decides: the chain itself, or one that it leads to. Null where it is its policy.</summary>
    internal string? RuleChain { get; init; }

    /// <summary>Whether the sender is told.</summary>
    internal bool Rejects { get; init; }

    /// <summary>Where it stops the traffic.</summary>
    internal required IReadOnlySet<TrafficStop> Stops { get; init; }

    /// <summary>Whether only answers are stopped, and what opens a connection gets through.</summary>
    internal bool StopsAnswersOnly => Stops.All(s => s.IsAnswer);

    /// <summary>The chain for rules of the user that packets come to first; null for the chain itself.</summary>
    internal string? EntryChain { get; init; }

    /// <summary>Command lines that let the traffic through, for its owner to carry out.</summary>
    internal required IReadOnlyList<string> Remedy { get; init; }

    /// <summary>The whole chain in words: "chain FORWARD of table ip filter (Docker)".</summary>
    internal string Name => $"chain {Chain.Name} of table {FirewallOperations.WordOf(Chain.Family)} {Chain.Table}{(Owner is null ? "" : $" (probably of {Owner})")}";

    /// <summary>What it does, in words: "drops what no rule of it lets through".</summary>
    internal string Reason => (RuleChain, Rejects) switch
    {
        (null, _) => "drops what none of its rules lets through",
        ({ } chain, true) when chain == Chain.Name => "rejects them",
        ({ } chain, false) when chain == Chain.Name => "drops them",
        ({ } chain, true) => $"rejects them in chain {chain}",
        ({ } chain, false) => $"drops them in chain {chain}",
    };
}
