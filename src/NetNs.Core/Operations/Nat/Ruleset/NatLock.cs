using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>
/// The lock that all processes take where a change of our table and one of route_localnet belong together; the kernel's
/// transactions hold nothing but the ruleset.
/// </summary>
internal static class NatLock
{
    /// <exception cref="NetNsException">TimedOut.</exception>
    internal static NamespaceLock Acquire(NamespaceContext context) => context.Lock("Cannot publish or unpublish", context.Namespace);
}
