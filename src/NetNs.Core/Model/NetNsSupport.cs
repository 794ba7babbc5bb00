namespace NetNs;

/// <summary>Whether something that the module needs works on this machine, found out by trying it.</summary>
public sealed class NetNsSupport
{
    /// <summary>What was tried.</summary>
    public required string Feature { get; init; }

    /// <summary>Whether it works.</summary>
    public bool Ok { get; init; }

    /// <summary>Whether the module is of no use without it; else only what <see cref="NeededFor"/> says is missing.</summary>
    public bool Required { get; init; }

    /// <summary>What needs it.</summary>
    public required string NeededFor { get; init; }

    /// <summary>Why it does not work; null where it does.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about it; null where it works.</summary>
    public string? Fix { get; init; }

    /// <summary>"veth: Ok".</summary>
    public override string ToString() => $"{Feature}: {(Ok ? "Ok" : Reason)}";
}
