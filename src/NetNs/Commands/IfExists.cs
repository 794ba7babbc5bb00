namespace NetNs.Commands;

/// <summary>What to do where the thing to make is there already.</summary>
public enum IfExists
{
    /// <summary>It is an error.</summary>
    Fail,

    /// <summary>The present one is returned where it is what was asked for, else it is an error that names the difference.</summary>
    Reuse,
}
