using System.Globalization;

namespace NetNs.Engines;

/// <summary>Whether a process is the container's that it is said to be.</summary>
internal static class ContainerProcess
{
    /// <summary>
    /// Whether a process is in a control group of the container. An engine in a virtual machine (Docker Desktop), or on the other side of a
    /// pid namespace, tells numbers that belong to other processes here, and a file may be older than the process.
    /// </summary>
    internal static bool IsOf(int processId, string containerId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cgroup").Contains(containerId, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The number in a file of an engine; null where there is none.</summary>
    internal static int? ReadFile(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
