using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// A port that is published at 127.0.0.1 too, but that 127.0.0.1 does not lead to: its target is behind a router, or route_localnet
/// cannot be switched on. Connections to it are left alone there, since they would wait for an answer in vain.
/// </summary>
internal static class UnservedPort
{
    internal static SetElement Of(PortEntry entry) => new() { Key = new ConcatKey().Protocol((byte)entry.Protocol).Port(entry.HostPort).ToArray() };

    /// <summary>Whether an element stands for a port.</summary>
    internal static bool IsFor(SetElement element, PortEntry entry)
    {
        var key = new ConcatKeyReader(element.Key);
        return key.Protocol() == (byte)entry.Protocol && key.Port() == entry.HostPort;
    }
}
