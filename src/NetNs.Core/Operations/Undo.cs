namespace NetNs.Operations;

/// <summary>
/// What must be done to take back what was done so far: run in reverse where it is disposed before <see cref="Keep"/>.
/// A step that fails becomes a warning: the first error is the error.
/// </summary>
internal sealed class Undo(IOperationReporter reporter) : IDisposable
{
    private readonly Stack<(string What, Action Action)> _steps = new();

    /// <summary>Remembers how to take back what was just done.</summary>
    /// <param name="what">In words, for the warning where it fails: "remove link veth0".</param>
    /// <param name="action">Takes it back.</param>
    internal void Push(string what, Action action) => _steps.Push((what, action));

    /// <summary>All is well: nothing will be taken back.</summary>
    internal void Keep() => _steps.Clear();

    public void Dispose()
    {
        while (_steps.TryPop(out (string What, Action Action) step))
        {
            try
            {
                step.Action();
            }
#pragma warning disable CA1031 // the first error is the error; this one is told, and the rest is still undone
            catch (Exception e)
#pragma warning restore CA1031
            {
                reporter.Warn($"While undoing, could not {step.What}: {e.Message}");
            }
        }
    }
}
