namespace NetNs.Nsfs;

/// <summary>A file stands where a network namespace was expected, and is none.</summary>
internal sealed class NotANamespaceException(string path) : IOException($"{path} is not a network namespace.")
{
    internal string Path { get; } = path;
}
