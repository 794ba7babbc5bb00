namespace NetNs.Tests.Conformance;

/// <summary>A struct of the sources that claims to be one of the kernel's.</summary>
/// <param name="Where">Its name in C#.</param>
/// <param name="CName">What it is called in C, without "struct".</param>
/// <param name="Size">Its size in our assembly.</param>
/// <param name="IsRoom">Explicit layout with room behind: at least as large as C's, only some fields named.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record KernelStruct(string Where, string CName, int Size, bool IsRoom, IReadOnlyList<KernelField> Fields);
