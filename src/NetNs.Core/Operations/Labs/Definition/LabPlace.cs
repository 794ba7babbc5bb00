namespace NetNs.Operations;

/// <summary>Where something of a lab definition was written.</summary>
/// <param name="File">The file; null for an object or a hashtable.</param>
/// <param name="Line">The line, counted from 1; 0 where it is not known.</param>
internal readonly record struct LabPlace(string? File, int Line)
{
    /// <summary>A value that came without a file.</summary>
    internal static LabPlace None { get; }

    /// <summary>"shop.psd1:12", or nothing.</summary>
    public override string ToString() => File is null ? "" : Line == 0 ? Path.GetFileName(File) : $"{Path.GetFileName(File)}:{Line}";
}
