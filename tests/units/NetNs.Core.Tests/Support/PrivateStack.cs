using System.Globalization;

namespace NetNs.Tests.Support;

/// <summary>Whether this process runs where tests may change the network: in the stack that tests/private-stack.sh made.</summary>
internal static class PrivateStack
{
    private const int NetAdmin = 12; // CAP_NET_ADMIN
    private const int SysAdmin = 21; // CAP_SYS_ADMIN

    /// <summary>Why kernel tests cannot run here; null where they can.</summary>
    internal static string? Missing { get; } = FindMissing();

    private static string? FindMissing()
    {
        if (Environment.GetEnvironmentVariable("NETNS_PRIVATE_STACK") != "1")
            return "needs a network stack of its own: run tests/run-units.sh, or tests/private-stack.sh dotnet test";
        // Process 1 is of the private stack, too, where that has process numbers of its own: the script tells which stack it came from.
        string? initial = Environment.GetEnvironmentVariable("NETNS_MACHINE_STACK") ?? ReadLink("/proc/1/ns/net");
        if (initial is not null && initial == ReadLink("/proc/self/ns/net"))
            return "NETNS_PRIVATE_STACK is set, but this is the machine's own network stack";
        ulong capabilities = EffectiveCapabilities();
        if ((capabilities & (1UL << NetAdmin)) == 0 || (capabilities & (1UL << SysAdmin)) == 0)
            return "needs CAP_NET_ADMIN and CAP_SYS_ADMIN";
        return null;
    }

    private static ulong EffectiveCapabilities()
    {
        string line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
        return ulong.Parse(line.AsSpan(7).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    // Without rights over process 1 its links cannot be read; then this is not its user namespace either.
    private static string? ReadLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
