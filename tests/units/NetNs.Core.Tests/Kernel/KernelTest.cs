using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

/// <summary>
/// Base of the tests against the real kernel. Mark them <see cref="KernelFactAttribute"/>; each gets fresh namespaces by
/// <see cref="NewNamespace"/>, gone after the test also where it fails; the class fails where anything is left.
/// </summary>
public abstract class KernelTest : IClassFixture<LeakCheck>, IDisposable
{
    private readonly List<NamespaceFixture> _namespaces = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NamespaceFixture made in _namespaces)
            made.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected NamespaceFixture NewNamespace()
    {
        var made = new NamespaceFixture();
        _namespaces.Add(made);
        return made;
    }
}
