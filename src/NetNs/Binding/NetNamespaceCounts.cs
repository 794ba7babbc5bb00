using System.Management.Automation;
using NetNs.Errors;
using NetNs.Nsfs;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Binding;

/// <summary>
/// Properties of a NetNamespace that are read when somebody asks for them, never before: NetNs.Types.ps1xml refers to them.
/// </summary>
public static class NetNamespaceCounts
{
    /// <summary>How many processes are in it; null where it is gone.</summary>
    public static int? ProcessCount(PSObject instance) => Read(instance, found =>
    {
        if (found.Processes is { } known)
            return known.Length;
        using NamespaceHandle handle = OperationSession.OpenHandle(found);
        return ProcessScan.Read().In(handle.Identity).Count;
    });

    /// <summary>How many links it has, lo among them; null where it is gone.</summary>
    public static int? LinkCount(PSObject instance) => Read(instance, found =>
    {
        using NamespaceHandle handle = OperationSession.OpenHandle(found);
        using RouteClient inside = NamespaceThread.Run(handle, RouteClient.Open);
        return inside.DumpLinks().Count;
    });

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
