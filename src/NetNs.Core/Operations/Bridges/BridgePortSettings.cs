using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What can be set on a port of a bridge. Null means "as it is".</summary>
internal sealed record BridgePortSettings
{
    internal bool? Hairpin { get; init; }

    internal bool? Isolated { get; init; }

    internal bool? Learning { get; init; }

    internal bool? Flood { get; init; }

    internal bool? Guard { get; init; }

    internal int? Cost { get; init; }

    internal int? Priority { get; init; }

    internal bool IsEmpty => this == new BridgePortSettings();

    /// <summary>Refuses numbers that are out of range.</summary>
    /// <exception cref="NetNsException">LinkSettingInvalid.</exception>
    internal void Check() => _ = ToKind();

    /// <summary>The settings for the kernel.</summary>
    /// <exception cref="NetNsException">LinkSettingInvalid where a number is out of range.</exception>
    internal BridgePortKind ToKind() => new()
    {
        Hairpin = Hairpin,
        Isolated = Isolated,
        Learning = Learning,
        UnicastFlood = Flood,
        Guard = Guard,
        Cost = (uint?)InRange(Cost, 1, 65535, "path cost"), // BR_MIN_PATH_COST, BR_MAX_PATH_COST, net/bridge/br_private_stp.h
        Priority = (ushort?)InRange(Priority, 0, 63, "priority"), // BR_MAX_PORT_PRIORITY is 63
    };

    /// <summary>In what a port is other than these; null where it is all of them.</summary>
    internal string? DifferenceTo(BridgePortKind port)
    {
        (string Word, object? Wanted, object? Present)[] settings =
        [
            ("hairpin", Hairpin, port.Hairpin), ("isolation", Isolated, port.Isolated), ("learning", Learning, port.Learning),
            ("flooding", Flood, port.UnicastFlood), ("guard", Guard, port.Guard), ("cost", (uint?)Cost, port.Cost), ("priority", (ushort?)Priority, port.Priority),
        ];
        foreach ((string word, object? wanted, object? present) in settings)
        {
            if (wanted is not null && !wanted.Equals(present))
                return $"its {word} is {Word(present)}, not {Word(wanted)}";
        }

        return null;
    }

    /// <summary>The words of <c>ip link set … type bridge_slave</c>.</summary>
    public override string ToString()
    {
        (string Word, object? Value)[] words =
        [
            ("hairpin", Hairpin), ("isolated", Isolated), ("learning", Learning), ("flood", Flood), ("guard", Guard), ("cost", Cost), ("priority", Priority),
        ];
        return string.Concat(words.Where(w => w.Value is not null).Select(w => $" {w.Word} {Word(w.Value)}"));
    }

    private static string Word(object? value) => value is bool on ? (on ? "on" : "off") : value?.ToString() ?? "unknown";

    private static int? InRange(int? value, int least, int most, string what) => value is not { } given || (given >= least && given <= most)
        ? value
        : throw new NetNsException(NetNsError.LinkSettingInvalid, $"A port of a bridge cannot have a {what} of {given}.", given, $"Give a number from {least} to {most}.");
}
