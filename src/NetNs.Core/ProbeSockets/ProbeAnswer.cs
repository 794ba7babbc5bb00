using System.Net;

namespace NetNs.ProbeSockets;

/// <summary>What came back.</summary>
/// <param name="From">Who sent it: the destination, or a router on the way.</param>
/// <param name="Sequence">Which ping it is about; null where it is about the TCP connection.</param>
/// <param name="Refusal">In words why the request did not get there; null where it did.</param>
/// <param name="IsForbidden">Whether somebody forbids it, in place of having no way.</param>
internal readonly record struct ProbeAnswer(IPAddress From, ushort? Sequence, string? Refusal = null, bool IsForbidden = false);
