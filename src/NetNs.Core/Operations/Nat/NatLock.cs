using NetNs.Namespaces;

namespace NetNs.Operations;

/// <summary>
/// The lock that all processes take where a change of our table and one of route_localnet belong together; the kernel's
/// transactions hold nothing but the ruleset.
/// </summary>
internal static class NatLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="NetNsException">TimedOut.</exception>
    internal static NamespaceLock Acquire(OperationSession session, NamespaceContext context)
    {
        try
        {
            return NamespaceLock.Acquire(context.Handle, context.RunInside(NamespaceLock.OpenGuard), Patience, session.Reporter.Stopping);
        }
        catch (TimeoutException e)
        {
            throw new NetNsException(NetNsError.TimedOut, $"Cannot publish or unpublish{context.Namespace.Suffix}: {e.Message}", context.Namespace, "Find out who with: lslocks", e);
        }
    }
}
