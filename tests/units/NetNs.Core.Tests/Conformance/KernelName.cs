namespace NetNs.Tests.Conformance;

/// <summary>A constant of the sources that claims to be one of the kernel's.</summary>
/// <param name="Where">"LinkAttribute.Name", for messages.</param>
/// <param name="CName">What it is called in C; null where the source does not say.</param>
/// <param name="Value">Its value in our assembly.</param>
internal sealed record KernelName(string Where, string? CName, decimal Value);
