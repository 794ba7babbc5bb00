using NetNs.Nsfs;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class NamespaceScopeTests : KernelTest
{
    private const string FixtureThread = "NetNs namespace";

    [KernelFact]
    public void The_thread_is_inside_until_the_scope_ends()
    {
        NamespaceFixture made = NewNamespace();
        NamespaceIdentity home = Current();

        using (var scope = new NamespaceScope(made.Handle))
        {
            Assert.Equal(made.Handle.Identity, Current());
            Assert.Equal(home, scope.Home);
        }

        Assert.Equal(home, Current());
    }

    [KernelFact]
    public void An_exception_brings_the_thread_home()
    {
        NamespaceFixture made = NewNamespace();
        NamespaceIdentity home = Current();

        Assert.Throws<InvalidOperationException>(void () =>
        {
            using var scope = new NamespaceScope(made.Handle);
            throw new InvalidOperationException();
        });

        Assert.Equal(home, Current());
    }

    [KernelFact]
    public void Scopes_nest_and_the_inner_one_returns_to_the_outer_one()
    {
        NamespaceFixture outer = NewNamespace(), inner = NewNamespace();

        using var first = new NamespaceScope(outer.Handle);
        using (var second = new NamespaceScope(inner.Handle))
            Assert.Equal(inner.Handle.Identity, Current());

        Assert.Equal(outer.Handle.Identity, Current());
    }

    [KernelFact]
    public void The_thread_can_go_home_for_a_while()
    {
        NamespaceFixture made = NewNamespace();
        NamespaceIdentity home = Current();
        using var scope = new NamespaceScope(made.Handle);

        scope.Leave();
        Assert.Equal(home, Current());
        scope.Enter();
        Assert.Equal(made.Handle.Identity, Current());
        scope.Leave();
        scope.Leave();
        Assert.Equal(home, Current());
    }

    [KernelFact]
    public void Another_thread_cannot_end_it()
    {
        NamespaceFixture made = NewNamespace();
        Exception? thrown = null;
        using var scope = new NamespaceScope(made.Handle);
        // The other thread is made at home, or it would be a stray one itself.
        scope.Leave();
        using var inside = new ManualResetEventSlim();
        var other = new Thread(() =>
        {
            inside.Wait();
            thrown = Record.Exception(scope.Leave);
        });
        other.Start();
        scope.Enter();
        inside.Set();
        other.Join();

        Assert.IsType<InvalidOperationException>(thrown);
        Assert.Equal(made.Handle.Identity, Current());
    }

    [KernelFact]
    public void What_cannot_be_entered_leaves_the_thread_at_home()
    {
        NamespaceIdentity home = Current();
        NamespaceHandle closed = NamespaceHandle.OpenCurrent();
        closed.Dispose();

        Assert.Throws<ObjectDisposedException>(() => new NamespaceScope(closed));

        Assert.Equal(home, Current());
    }

    [KernelFact]
    public void Work_queued_inside_runs_at_home_and_leaves_no_thread_behind()
    {
        NamespaceFixture made = NewNamespace();
        NamespaceIdentity home = Current();
        var seen = new System.Collections.Concurrent.ConcurrentBag<NamespaceIdentity>();

        // Not on a worker of the pool, as tests are: waiting there for what is queued there runs it on the spot.
        var visitor = new Thread(() =>
        {
            using var scope = new NamespaceScope(made.Handle);
            for (int i = 0; i < 100; i++)
                ThreadPool.QueueUserWorkItem(_ => seen.Add(Current()));
            using var timer = new Timer(_ => seen.Add(Current()), null, 1, Timeout.Infinite);
            using var signal = new ManualResetEvent(true);
            ThreadPool.RegisterWaitForSingleObject(signal, (_, _) => seen.Add(Current()), null, Timeout.Infinite, executeOnlyOnce: true);
            Wait.Until(() => seen.Count == 102);
        });
        visitor.Start();
        visitor.Join();

        Assert.Equal(102, seen.Count);
        Assert.All(seen, s => Assert.Equal(home, s));
        Assert.DoesNotContain(RuntimeThreads.FindIn(made.Handle.Identity), t => t.Name is not FixtureThread);
    }

    [KernelFact]
    public void Threads_in_a_namespace_are_found_by_name()
    {
        NamespaceFixture made = NewNamespace();

        (int id, string name) = Assert.Single(RuntimeThreads.FindIn(made.Handle.Identity));

        Assert.Equal(FixtureThread, name);
        Assert.True(Directory.Exists($"/proc/self/task/{id}"));
        Assert.NotEmpty(RuntimeThreads.FindIn(Current()));
    }

    [KernelFact]
    public void Warming_makes_the_minimum_of_pool_workers()
    {
        RuntimeThreads.Warm();

        ThreadPool.GetMinThreads(out int minimum, out _);
        Assert.True(ThreadPool.ThreadCount >= minimum);
    }

    private static NamespaceIdentity Current() => NamespaceHandle.IdentityOf(NamespaceHandle.CurrentThreadPath)!.Value;
}
