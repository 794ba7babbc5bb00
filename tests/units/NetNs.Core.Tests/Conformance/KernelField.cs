namespace NetNs.Tests.Conformance;

/// <summary>A field of a <see cref="KernelStruct"/>.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="CName">Its name in C; null where the source does not say.</param>
/// <param name="Offset">In our assembly, in bytes.</param>
/// <param name="Size">In our assembly, in bytes.</param>
internal sealed record KernelField(string Name, string? CName, int Offset, int Size);
