namespace NetNs.Operations;

/// <summary>One direction of a connection on its way through the hooks of the kernel.</summary>
/// <param name="Before">The packet as it comes in, before its destination is translated.</param>
/// <param name="After">The packet behind that.</param>
/// <param name="Hooks">The hooks in the order in which it comes to them.</param>
/// <param name="BridgeHooks">The hooks of bridge tables, where the link inside is a bridge.</param>
internal sealed record TrafficLeg(SamplePacket Before, SamplePacket After, FirewallHook[] Hooks, FirewallHook[] BridgeHooks)
{
    internal bool IsAnswer => After.IsAnswer;
}

/// <summary>Where a chain stops traffic.</summary>
/// <param name="IsAnswer">Whether it is the answer that is stopped.</param>
/// <param name="IsBefore">Whether it is stopped before its destination is translated.</param>
internal readonly record struct TrafficStop(bool IsAnswer, bool IsBefore);
