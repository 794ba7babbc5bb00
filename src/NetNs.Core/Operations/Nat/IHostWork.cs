namespace NetNs.Operations;

/// <summary>What a pipeline does in one namespace that it comes by, and has to finish there.</summary>
internal interface IHostWork
{
    /// <summary>Where.</summary>
    NamespaceContext Context { get; }

    /// <summary>After the last input: what is left to do.</summary>
    /// <exception cref="NetNsException">What the kernel refused.</exception>
    void Finish();

    /// <summary>Instead of it at Ctrl+C, or after an error that ends the pipeline: what must be done in any case.</summary>
    void Abandon();
}
