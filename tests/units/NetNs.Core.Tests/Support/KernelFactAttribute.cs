namespace NetNs.Tests.Support;

/// <summary>A test against the real kernel. Skipped, with the reason, outside of a private network stack.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KernelFactAttribute : FactAttribute
{
    public KernelFactAttribute()
    {
        Skip = PrivateStack.Missing;
    }
}
