namespace NetNs;

/// <summary>Whether a network namespace is alive.</summary>
public enum NetNamespaceState
{
    /// <summary>It can be entered.</summary>
    Active,

    /// <summary>A file of its name is left, the namespace is gone.</summary>
    Stale,

    /// <summary>It is not there: -WhatIf announced that it would be made.</summary>
    Announced,
}
