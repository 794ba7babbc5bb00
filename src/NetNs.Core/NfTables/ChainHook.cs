using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Where a base chain of a netdev table sees packets, linux/netfilter.h.</summary>
internal enum NfDeviceHook : uint
{
    Ingress = 0, // NF_NETDEV_INGRESS
    Egress = 1, // NF_NETDEV_EGRESS
}

/// <summary>Where a base chain of an arp table sees packets, linux/netfilter_arp.h.</summary>
internal enum NfArpHook : uint
{
    Input = 0, // NF_ARP_IN
    Output = 1, // NF_ARP_OUT
    Forward = 2, // NF_ARP_FORWARD
}

/// <summary>Where a base chain of an IPv4, IPv6 or inet table sees packets, linux/netfilter.h.</summary>
internal enum NfHook : uint
{
    Prerouting = 0, // NF_INET_PRE_ROUTING
    Input = 1, // NF_INET_LOCAL_IN
    Forward = 2, // NF_INET_FORWARD
    Output = 3, // NF_INET_LOCAL_OUT
    Postrouting = 4, // NF_INET_POST_ROUTING
    Ingress = 5, // NF_INET_INGRESS
}

/// <summary>What stands inside NFTA_CHAIN_HOOK, linux/netfilter/nf_tables.h.</summary>
internal static class HookAttribute
{
    internal const ushort Number = 1; // NFTA_HOOK_HOOKNUM
    internal const ushort Priority = 2; // NFTA_HOOK_PRIORITY
    internal const ushort Device = 3; // NFTA_HOOK_DEV
    internal const ushort Devices = 4; // NFTA_HOOK_DEVS
}

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
