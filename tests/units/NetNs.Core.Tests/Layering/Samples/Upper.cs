namespace NetNs.Tests.Layering.Samples.High;

/// <summary>What the types of the floor below must not use.</summary>
internal class Upper
{
    internal static int Call() => 1;
}

/// <inheritdoc cref="Upper"/>
[AttributeUsage(AttributeTargets.All)]
internal sealed class UpperAttribute : Attribute;

/// <inheritdoc cref="Upper"/>
internal sealed class UpperException : Exception;
