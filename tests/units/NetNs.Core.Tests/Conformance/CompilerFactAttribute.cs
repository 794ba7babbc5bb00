namespace NetNs.Tests.Conformance;

/// <summary>A test that compiles C. Skipped, with the reason, where there is no compiler or where headers are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute()
    {
        Skip = CCompiler.Missing;
    }
}
