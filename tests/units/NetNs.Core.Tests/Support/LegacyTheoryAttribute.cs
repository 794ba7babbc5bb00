namespace NetNs.Tests.Support;

/// <summary>A test against the kernel's tables of iptables-legacy. Skipped, with the reason, where there are none, or no tool to fill them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LegacyTheoryAttribute : TheoryAttribute
{
    public LegacyTheoryAttribute()
    {
        Skip = PrivateStack.Missing
            ?? (File.Exists("/proc/self/net/ip_tables_names") ? null : "this kernel has no tables of iptables-legacy, or has not loaded them")
            ?? (File.Exists("/usr/sbin/iptables-legacy") ? null : "there is no iptables-legacy here");
    }
}
