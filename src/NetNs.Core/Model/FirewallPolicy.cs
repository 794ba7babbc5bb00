namespace NetNs;

/// <summary>What becomes of a packet that no rule of a chain decided on.</summary>
public enum FirewallPolicy
{
    /// <summary>It goes on.</summary>
    Accept,

    /// <summary>It is thrown away.</summary>
    Drop,
}
