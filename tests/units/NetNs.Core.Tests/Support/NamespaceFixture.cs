using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Tests.Support;

/// <summary>A fresh, nameless network namespace that goes when it is disposed.</summary>
internal sealed class NamespaceFixture : IDisposable
{
    private readonly NamespaceThread _thread = new();
    private RouteClient? _route;

    internal NamespaceFixture()
    {
        try
        {
            Handle = _thread.RunInNew(NamespaceHandle.OpenCurrent);
        }
        catch
        {
            _thread.Dispose();
            throw;
        }
    }

    internal NamespaceHandle Handle { get; }

    /// <summary>For an attribute that carries a descriptor.</summary>
    internal int Descriptor => (int)Handle.File.DangerousGetHandle();

    /// <summary>rtnetlink inside.</summary>
    internal RouteClient Route => _route ??= Run(RouteClient.Open);

    /// <summary>Runs work on the thread that is inside. It must not start tasks, threads or processes.</summary>
    internal T Run<T>(Func<T> work) => _thread.RunIn(Handle, work);

    /// <summary>Runs a tool inside and returns its standard output: ip, nft, ping … are the oracles of kernel tests.</summary>
    internal string Tool(string command) => TestProcess.Run("nsenter", [$"--net=/proc/{Environment.ProcessId}/fd/{Descriptor}", "--", .. command.Split(' ')]);

    public void Dispose()
    {
        _route?.Dispose();
        Handle.Dispose();
        _thread.Dispose();
    }
}
