using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>
/// Where a base chain hangs, NFTA_CHAIN_HOOK. The number is an <see cref="NfHook"/> in IPv4, IPv6 and inet tables; bridge,
/// arp and netdev tables count their own way. Of the chains at one hook the lowest priority comes first.
/// </summary>
internal sealed record ChainHook(NfHook Number, int Priority)
{
    /// <summary>The links that a netdev or ingress chain is bound to; from the kernel only.</summary>
    internal IReadOnlyList<string> Devices { get; init; } = [];

    internal void Write(NetlinkWriter writer)
    {
        using (writer.Nest(ChainAttribute.Hook))
        {
            writer.PutBigEndian(HookAttribute.Number, (uint)Number);
            writer.PutBigEndian(HookAttribute.Priority, (uint)Priority);
        }
    }

    internal static ChainHook Parse(in NetlinkAttribute hook)
    {
        var number = NfHook.Prerouting;
        int priority = 0;
        List<string>? devices = null;
        foreach (NetlinkAttribute attribute in hook.Nested)
        {
            switch (attribute.Type)
            {
                case HookAttribute.Number:
                    number = (NfHook)attribute.UInt32BigEndian;
                    break;
                case HookAttribute.Priority:
                    priority = (int)attribute.UInt32BigEndian;
                    break;
                case HookAttribute.Device:
                    (devices ??= []).Add(attribute.String);
                    break;
                case HookAttribute.Devices:
                    foreach (NetlinkAttribute device in attribute.Nested)
                        (devices ??= []).Add(device.String);
                    break;
            }
        }

        return new ChainHook(number, priority) { Devices = devices?.Distinct().ToArray() ?? [] };
    }
}
