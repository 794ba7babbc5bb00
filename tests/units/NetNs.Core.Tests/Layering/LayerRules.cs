namespace NetNs.Tests.Layering;

/// <summary>Which C# namespace is on which floor: references point to lower floors only, never to a neighbour's.</summary>
internal sealed class LayerRules(IReadOnlyDictionary<string, int> floors)
{
    /// <summary>Those of NetNs.Core. NetNs itself is the model.</summary>
    internal static LayerRules Core { get; } = new(new Dictionary<string, int>
    {
        ["NetNs.Interop"] = 0,
        ["NetNs.Quoting"] = 0,
        ["NetNs.Netlink"] = 1,
        ["NetNs.Route"] = 2,
        ["NetNs.NfTables"] = 2,
        ["NetNs.Conntrack"] = 2,
        ["NetNs.SockDiag"] = 2,
        ["NetNs.ProbeSockets"] = 2,
        ["NetNs.Nsfs"] = 2,
        ["NetNs"] = 3,
        ["NetNs.Engines"] = 4,
        ["NetNs.Operations"] = 5,
        ["NetNs.Translation"] = 5,
        ["NetNs.Api"] = 6,
    });

    /// <summary>The uses that point up or sideways, and types in a namespace that no floor is known for.</summary>
    internal IEnumerable<string> Violations(IEnumerable<(string From, string To)> uses)
    {
        foreach ((string from, string to) in uses)
        {
            string upper = NamespaceOf(from), lower = NamespaceOf(to);
            if (upper == lower || IsGenerated(upper) || IsGenerated(lower))
                continue;
            if (!floors.TryGetValue(upper, out int high))
                yield return $"{from} is in a namespace without a layer: give it one in LayerRules";
            else if (!floors.TryGetValue(lower, out int low))
                yield return $"{to} is in a namespace without a layer: give it one in LayerRules";
            else if (low >= high)
                yield return $"{from} uses {to}";
        }
    }

    private static string NamespaceOf(string type) => type.LastIndexOf('.') is >= 0 and int dot ? type[..dot] : "";

    // What the compiler and its generators add beside our types.
    private static bool IsGenerated(string space)
        => space.Length == 0 || space.StartsWith("System.", StringComparison.Ordinal) || space.StartsWith("Microsoft.", StringComparison.Ordinal);
}
