using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>A thread went into a namespace and cannot come back: whatever runs on it from now on runs in the wrong place.</summary>
internal sealed class NamespaceLostException(SystemCallException reason)
    : IOException($"This thread cannot return to its own network namespace: {reason.Message} Everything that runs on it from now on runs in the wrong one: end this session.", reason);
