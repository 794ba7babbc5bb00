using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>A running program of a lab, as the kernel tells it: by the environment that it was started with.</summary>
/// <param name="ProcessId">Its process id.</param>
/// <param name="Node">The node that it belongs to.</param>
/// <param name="Command">The command that the definition gave.</param>
internal sealed record LabProcessMark(int ProcessId, string Node, string Command)
{
    /// <summary>The variable: "shop/web/python3 -m http.server 80".</summary>
    internal const string Variable = "NETNS_LAB";

    /// <summary>The value of the variable for a program.</summary>
    internal static string Value(string lab, string node, string command) => $"{lab}/{node}/{command}";

    /// <summary>All running programs of a lab, and what they started.</summary>
    internal static IEnumerable<LabProcessMark> FindAll(string lab)
    {
        string start = $"{Variable}={lab}/";
        foreach (int id in ProcessScan.ProcessIds())
        {
            if (ReadEnvironment(id) is not { } environment)
                continue;
            string? value = environment.Split('\0').FirstOrDefault(v => v.StartsWith(start, StringComparison.Ordinal));
            if (value?[start.Length..].Split('/', 2) is [var node, var command] && !ProcessScan.IsEnding(id))
                yield return new LabProcessMark(id, node, command);
        }
    }

    private static string? ReadEnvironment(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // ended, or somebody else's
        }
    }
}
