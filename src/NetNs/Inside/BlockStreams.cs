namespace NetNs.Inside;

/// <summary>Streams of a script block that its cmdlet may want to see record by record.</summary>
[Flags]
internal enum BlockStreams
{
    /// <summary>None: they go where the block's preferences send them.</summary>
    None = 0,

    /// <summary>Errors, standard error of programs among them.</summary>
    Errors = 1,

    /// <summary>Information records, whatever the preferences say.</summary>
    Information = 2,
}
