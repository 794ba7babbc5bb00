using System.Net;

namespace NetNs;

/// <summary>Whether one namespace reaches another. An immutable snapshot.</summary>
public sealed class NetReachability
{
    /// <summary>Where it was tried from.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The namespace that was to answer.</summary>
    public required NetNamespace Target { get; init; }

    /// <summary>Whether an address of the target answered.</summary>
    public bool Succeeded { get; init; }

    /// <summary>The address that answered first; null where none did.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string? RemoteAddressText => RemoteAddress?.ToString();

    /// <summary>The TCP port that was tried; null for a ping.</summary>
    public int? Port { get; init; }

    /// <summary>From sending to the answer; null where there was none.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Why it failed, in words; null where it succeeded.</summary>
    public string? FailureReason { get; init; }

    /// <summary>"web to db: succeeded", or why not.</summary>
    public override string ToString() => $"{Namespace} to {Target}: {FailureReason ?? "succeeded"}";
}
