namespace NetNs.Tests.Support;

/// <summary>As <see cref="BridgeFilterFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BridgeFilterTheoryAttribute : TheoryAttribute
{
    public BridgeFilterTheoryAttribute()
    {
        Skip = PrivateStack.Missing ?? BridgeFilterFactAttribute.MissingSwitch;
    }
}
