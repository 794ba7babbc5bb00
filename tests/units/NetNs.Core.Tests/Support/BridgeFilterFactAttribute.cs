namespace NetNs.Tests.Support;

/// <summary>A test of bridged packets that pass IP's firewall. Skipped, with the reason, where the kernel does not show them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BridgeFilterFactAttribute : FactAttribute
{
    public BridgeFilterFactAttribute()
    {
        Skip = PrivateStack.Missing ?? MissingSwitch;
    }

    /// <summary>Why bridged packets cannot be shown to IP's firewall here; null where they can.</summary>
    internal static string? MissingSwitch => File.Exists("/proc/sys/net/bridge/bridge-nf-call-iptables") ? null : "this kernel has no br_netfilter, or has not loaded it";
}
