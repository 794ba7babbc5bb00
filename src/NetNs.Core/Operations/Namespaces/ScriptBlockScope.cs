using System.Globalization;
using NetNs.Interop;
using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>The calling thread's stay in a namespace, from first entering to coming home for good.</summary>
internal sealed class ScriptBlockScope : IDisposable
{
    private readonly OperationSession _session;
    private readonly NetNamespace _target;
    private readonly NamespaceHandle _handle;
    private readonly NamespaceScope _scope;

    /// <summary>Enters a namespace.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale, NotPermitted.</exception>
    internal ScriptBlockScope(OperationSession session, NetNamespace target)
    {
        _session = session;
        _target = target;
        if (session.Reporter.WantsSteps)
            session.Reporter.Step($"Run a script block{target.Suffix}", $"{NamespaceContext.Entering(target)} ...");
        _handle = OperationSession.OpenHandle(target);
        try
        {
            _scope = new NamespaceScope(_handle);
        }
        catch (SystemCallException e)
        {
            _handle.Dispose();
            throw Failure.From(e, target);
        }
    }

    /// <summary>Goes home for a while.</summary>
    internal void Leave() => _scope.Leave();

    /// <summary>Goes inside again.</summary>
    internal void Enter() => _scope.Enter();

    /// <summary>Goes home, and tells of threads that were left inside: what the visitor started, or what .NET did for itself.</summary>
    public void Dispose()
    {
        try
        {
            _scope.Dispose();
            if (_session.Reporter.WantsSteps && _scope.Home != _handle.Identity)
                TellOfThreads();
        }
        finally
        {
            _handle.Dispose();
        }
    }

    private void TellOfThreads()
    {
        foreach ((int id, string name) in RuntimeThreads.FindIn(_handle.Identity))
            _session.Reporter.Step($"A thread of this process is still in {(_target.Name is { } n ? $"namespace {n}" : _target.Path)}", string.Create(CultureInfo.InvariantCulture, $"{name} ({id})"));
    }
}
