namespace NetNs.Translation;

/// <summary>A cmdlet with the values of its parameters, as far as the text of a command line tells them.</summary>
/// <param name="Name">The cmdlet.</param>
/// <param name="Parameters">The values as texts; a switch has "True" or "False", null is a value that is not known.</param>
/// <param name="Input">What comes from the pipeline.</param>
internal sealed record BoundCmdlet(string Name, IReadOnlyDictionary<string, string[]?> Parameters, IReadOnlyList<PipedThing> Input)
{
    /// <summary>The namespace that stands around it, of Invoke-NetNamespace; null for that of the session.</summary>
    internal string? Surrounding { get; init; }

    /// <summary>Whether a parameter is given.</summary>
    internal bool Has(string parameter) => Parameters.ContainsKey(parameter);

    /// <summary>Whether a switch is on; null where it is not mentioned.</summary>
    internal bool? Switch(string parameter) => Parameters.TryGetValue(parameter, out string[]? said) ? said is not ["False"] : null;

    /// <summary>All values of a parameter; a placeholder in capitals for one that is not known.</summary>
    internal string[] Values(string parameter) => Parameters.TryGetValue(parameter, out string[]? said) ? said ?? [parameter.ToUpperInvariant()] : [];

    /// <summary>The value of a parameter; null where it is not given.</summary>
    internal string? Value(string parameter) => Values(parameter) is [var first, ..] ? first : null;
}

/// <summary>What a cmdlet writes, as far as the next one needs it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name, or the text.</param>
/// <param name="Namespace">Where it is; null for the current namespace.</param>
/// <param name="BridgeNamespace">Of a connection: where its bridge is; null for the current namespace.</param>
internal sealed record PipedThing(PipedKind Kind, string Name, string? Namespace = null, string? BridgeNamespace = null);

/// <summary>The kinds of what is piped.</summary>
internal enum PipedKind
{
    /// <summary>A text: a name or an address.</summary>
    Text,

    /// <summary>A namespace.</summary>
    Namespace,

    /// <summary>A link; of a pair the first end.</summary>
    Link,

    /// <summary>A connection to a bridge: a namespace with the link inside.</summary>
    Connection,
}
