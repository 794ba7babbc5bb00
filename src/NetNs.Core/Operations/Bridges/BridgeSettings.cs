using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What can be set on a bridge. Null means "as it is".</summary>
internal sealed record BridgeSettings
{
    internal bool? Stp { get; init; }

    internal TimeSpan? ForwardDelay { get; init; }

    internal TimeSpan? AgeingTime { get; init; }

    internal bool? VlanFiltering { get; init; }

    internal bool? McastSnooping { get; init; }

    internal bool IsEmpty => this == new BridgeSettings();

    /// <summary>The settings for the kernel.</summary>
    /// <exception cref="NetNsException">LinkSettingInvalid where a time is out of range.</exception>
    internal BridgeKind ToKind() => new()
    {
        StpState = Stp is { } stp ? (stp ? 1u : 0u) : null,
        ForwardDelay = Ticks(ForwardDelay, "forward delay"),
        AgeingTime = Ticks(AgeingTime, "ageing time"),
        VlanFiltering = VlanFiltering,
        MulticastSnooping = McastSnooping,
    };

    /// <summary>What takes these settings back on a bridge that was like this before.</summary>
    internal BridgeKind Undo(BridgeKind before) => new()
    {
        StpState = Stp is null ? null : before.StpState,
        ForwardDelay = ForwardDelay is null ? null : before.ForwardDelay,
        AgeingTime = AgeingTime is null ? null : before.AgeingTime,
        MulticastSnooping = McastSnooping is null ? null : before.MulticastSnooping,
    };

    /// <summary>The words of <c>ip link set … type bridge</c>.</summary>
    public override string ToString()
    {
        BridgeKind kind = ToKind();
        (string Word, object? Value)[] words =
        [
            ("stp_state", kind.StpState), ("forward_delay", kind.ForwardDelay), ("ageing_time", kind.AgeingTime),
            ("vlan_filtering", OneOrZero(kind.VlanFiltering)), ("mcast_snooping", OneOrZero(kind.MulticastSnooping)),
        ];
        return string.Concat(words.Where(w => w.Value is not null).Select(w => $" {w.Word} {w.Value}"));
    }

    private static int? OneOrZero(bool? value) => value is { } said ? (said ? 1 : 0) : null;

    // The kernel counts in 1/100 s (USER_HZ), in 32 bits.
    private static uint? Ticks(TimeSpan? time, string what)
    {
        if (time is not { } given)
            return null;
        double ticks = Math.Round(given.TotalMilliseconds / 10);
        return ticks is >= 0 and <= uint.MaxValue ? (uint)ticks : throw new NetNsException(NetNsError.LinkSettingInvalid,
            $"A bridge cannot have a {what} of {given.TotalSeconds} seconds.", given, "Give a time between 0 and 497 days.");
    }
}
