using System.Diagnostics;
using NetNs.Nsfs;
using NetNs.Operations;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

/// <summary>"Docker behind the scenes", step 1, against the core: the namespace of a container is found, and gets a name.</summary>
public sealed class NamespaceDiscoveryTests : KernelTest, IDisposable
{
    private readonly OperationSession _session = new(new SilentReporter());
    private readonly Process _container = Process.Start(new ProcessStartInfo("unshare", ["--net", "sleep", "600"]))!;

    public NamespaceDiscoveryTests()
    {
        NamespaceIdentity home = NamespaceHandle.IdentityOf(NamespaceHandle.CurrentThreadPath)!.Value;
        Assert.True(Wait.Until(() => NamespaceHandle.IdentityOf($"/proc/{_container.Id}/ns/net") is { } there && there != home));
    }

    public new void Dispose()
    {
        _container.Kill();
        _container.WaitForExit();
        _container.Dispose();
        _session.Dispose();
        base.Dispose();
    }

    [KernelFact]
    public void A_namespace_without_a_name_is_found_by_its_process()
    {
        NetNamespace found = Assert.Single(new NamespaceDiscovery(_session).FindAll(), n => n.Processes!.Contains(_container.Id));

        Assert.Null(found.Name);
        Assert.Equal(NetNamespaceSource.Process, found.Source);
        Assert.Equal($"/proc/{_container.Id}/ns/net", found.Path);
        Assert.Equal([_container.Id], found.Processes!);
        Assert.DoesNotContain(new NamespaceOperations(_session).List(), n => n.Equals(found));
    }

    [KernelFact]
    public void It_gets_a_name_that_ip_knows_and_is_then_listed_once_by_it()
    {
        var namespaces = new NamespaceOperations(_session);
        NetNamespace named = namespaces.Attach("nstest", namespaces.FromProcess(_container.Id));
        try
        {
            Assert.Equal("nstest", TestProcess.Run("ip", "netns", "identify", $"{_container.Id}").Trim());
            NetNamespace found = Assert.Single(new NamespaceDiscovery(_session).FindAll(), n => n.Processes!.Contains(_container.Id));
            Assert.Equal("nstest", found.Name);
            Assert.Equal(named, found);
            Assert.Equal("nstest", namespaces.FromProcess(_container.Id).Name);
            Assert.Equal("nstest", namespaces.FromPath($"/proc/{_container.Id}/ns/net").Name);
        }
        finally
        {
            _session.Store.Remove("nstest");
        }
    }

    [KernelFact]
    public void The_current_namespace_comes_first_with_this_process_in_it()
    {
        NetNamespace first = new NamespaceDiscovery(_session).FindAll().First();

        Assert.Equal(NetNamespaceSource.Current, first.Source);
        Assert.Contains(Environment.ProcessId, first.Processes!);
    }

    [KernelFact]
    public void A_process_that_is_gone_when_it_is_looked_at_is_no_error()
    {
        using var ended = Process.Start(new ProcessStartInfo("true"))!;
        ended.WaitForExit();

        Assert.Equal(NetNsError.ProcessNotFound, Assert.Throws<NetNsException>(() => new NamespaceOperations(_session).FromProcess(ended.Id)).Error);
        Assert.Null(ProcessHandle.Open(ended.Id));
    }
}
