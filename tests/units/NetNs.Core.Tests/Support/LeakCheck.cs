namespace NetNs.Tests.Support;

/// <summary>
/// Class fixture that fails the class where its tests leave something behind: a socket, an open namespace, a thread in
/// another namespace, a mount, a name, a link.
/// </summary>
public sealed class LeakCheck : IDisposable
{
    private readonly IReadOnlyList<string> _before = ProcessState.Read();

    /// <inheritdoc/>
    public void Dispose()
    {
        // Threads that were joined and links of a namespace that goes are cleared away by the kernel a moment later.
        string left = "";
        bool isClean = Wait.Until(() => (left = ProcessState.Added(_before, ProcessState.Read())).Length == 0);
        Assert.True(isClean, $"Left behind:\n{left}");
    }
}
