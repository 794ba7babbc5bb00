using System.Management.Automation;
using NetNs.Errors;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>
/// Properties of a NetNamespace that are read when somebody asks for them, never before: NetNs.Types.ps1xml refers to them.
/// </summary>
public static class NetNamespaceCounts
{
    /// <summary>How many processes are in it; null where it is gone.</summary>
    public static int? ProcessCount(PSObject instance) => Read(instance, found => found.Processes?.Length ?? new NamespaceProcesses().In(found).Count);

    /// <summary>How many links it has, lo among them; null where it is gone.</summary>
    public static int? LinkCount(PSObject instance) => Read(instance, NamespaceProcesses.CountLinks);

    private static int? Read(PSObject? instance, Func<NetNamespace, int> count)
    {
        if (instance?.BaseObject is not NetNamespace found || found.State == NetNamespaceState.Stale)
            return null;
        try
        {
            return count(found);
        }
        catch (Exception e) when (ErrorMap.ToRecord(e, found) is not null)
        {
            return null;
        }
    }
}
