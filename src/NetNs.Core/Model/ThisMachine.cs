namespace NetNs;

/// <summary>The machine that this process runs on, and the part that the process plays there.</summary>
internal static class ThisMachine
{
    private static readonly Lazy<Guid> Boot = new(() => Guid.TryParse(File.ReadAllText("/proc/sys/kernel/random/boot_id"), out Guid id) ? id : Guid.Empty);

    /// <summary>
    /// Whether this process is the far end of a PowerShell session, as of New-NetNamespaceSession or Start-Job: "the current namespace" is another one where its objects arrive.
    /// </summary>
    internal static bool IsRemotingServer { get; } = Array.Exists(Environment.GetCommandLineArgs(), a => a is "-s" or "-sshs" or "-ServerMode" or "-SSHServerMode");

    /// <summary>The id that the kernel took at its start, the same in every container.</summary>
    internal static Guid BootId => Boot.Value;
}
