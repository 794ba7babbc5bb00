using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class NamespaceThreadTests : KernelTest
{
    [KernelFact]
    public void Work_runs_inside_and_the_caller_stays_at_home()
    {
        NamespaceFixture made = NewNamespace();
        NamespaceIdentity home = Current();

        NamespaceIdentity inside = NamespaceThread.Run(made.Handle, Current);

        Assert.Equal(made.Handle.Identity, inside);
        Assert.NotEqual(home, inside);
        Assert.Equal(home, Current());
    }

    [KernelFact]
    public void A_new_namespace_is_another_one_every_time()
    {
        using var thread = new NamespaceThread();

        NamespaceIdentity first = thread.RunInNew(Current);
        using NamespaceHandle kept = thread.RunInNew(NamespaceHandle.OpenCurrent);

        Assert.NotEqual(first, kept.Identity);
        Assert.NotEqual(Current(), first);
    }

    [KernelFact]
    public void A_namespace_made_ahead_is_the_next_new_one_and_only_that()
    {
        using var thread = new NamespaceThread();
        NamespaceIdentity first = thread.RunInNew(Current);

        thread.MakeAhead();
        thread.MakeAhead();
        Assert.True(Wait.Until(() => RuntimeThreads.FindIn(first).Count == 0, 10_000)); // it is elsewhere before anybody asks for it
        NamespaceIdentity second = thread.RunInNew(Current);
        NamespaceIdentity third = thread.RunInNew(Current);

        Assert.Equal(4, new HashSet<NamespaceIdentity> { Current(), first, second, third }.Count);
    }

    [KernelFact]
    public void What_comes_first_in_a_namespace_is_done_once_also_where_it_is_made_ahead()
    {
        var prepared = new List<NamespaceIdentity>();
        void Prepare() => prepared.Add(Current());
        using var thread = new NamespaceThread();

        NamespaceIdentity first = thread.RunInNew(Current, Prepare);
        thread.MakeAhead(Prepare);
        NamespaceIdentity second = thread.RunInNew(Current, Prepare);

        Assert.Equal([first, second], prepared);
    }

    [KernelFact]
    public void What_could_not_be_made_ahead_is_made_when_it_is_wanted()
    {
        int calls = 0;
        void Prepare()
        {
            if (++calls == 1)
                throw new SystemCallException(Errno.ENOSPC, "prepare");
        }

        using var thread = new NamespaceThread();
        thread.MakeAhead(Prepare);

        Assert.NotEqual(Current(), thread.RunInNew(Current, Prepare));
        Assert.Equal(2, calls);
    }

    [KernelFact]
    public void A_namespace_made_ahead_that_nobody_takes_is_in_nobody_s_way()
    {
        NamespaceFixture made = NewNamespace();
        using var thread = new NamespaceThread();

        thread.MakeAhead();
        Assert.Equal(made.Handle.Identity, thread.RunIn(made.Handle, Current));
        NamespaceIdentity next = thread.RunInNew(Current);

        Assert.NotEqual(made.Handle.Identity, next);
        thread.MakeAhead();
    }

    [KernelFact]
    public void One_thread_serves_several_namespaces_in_turn()
    {
        NamespaceFixture a = NewNamespace(), b = NewNamespace();
        using var thread = new NamespaceThread();

        Assert.Equal(
            [a.Handle.Identity, b.Handle.Identity, a.Handle.Identity],
            new[] { a, b, a }.Select(n => thread.RunIn(n.Handle, Current)));
    }

    [KernelFact]
    public void An_exception_comes_back_with_its_stack_and_the_thread_goes_on()
    {
        NamespaceFixture made = NewNamespace();
        using var thread = new NamespaceThread();

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => thread.RunIn<int>(made.Handle, Throw));

        Assert.Contains(nameof(Throw), e.StackTrace, StringComparison.Ordinal);
        Assert.Equal(made.Handle.Identity, thread.RunIn(made.Handle, Current));
    }

    [KernelFact]
    public void Neither_the_compiler_nor_the_collector_makes_its_thread_inside()
    {
        NamespaceFixture made = NewNamespace();

        NamespaceThread.Run(made.Handle, () =>
        {
            CompilerThread.NewMethod(NumberOfNoOther).Invoke();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            return 0;
        });

        // What stays is the one that made the namespace; the one that was inside may take a moment to end.
        Assert.True(Wait.Until(() => RuntimeThreads.FindIn(made.Handle.Identity).Count == 1, 10_000));
    }

    [KernelFact]
    public void The_compiler_has_its_thread_at_home_when_a_thread_has_been_inside()
    {
        NamespaceFixture made = NewNamespace();

        NamespaceThread.Run(made.Handle, Current);

        Assert.Contains(RuntimeThreads.FindIn(Current()), t => t.Name == ".NET Tiered Com");
    }

    [KernelFact]
    public void What_is_no_namespace_cannot_be_opened()
    {
        string file = Path.GetTempFileName();
        try
        {
            Assert.Equal(file, Assert.Throws<NotANamespaceException>(() => NamespaceHandle.Open(file)).Path);
            Assert.Equal(Errno.ENOENT, Assert.Throws<SystemCallException>(() => NamespaceHandle.Open(file + ".none")).Errno);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [KernelFact]
    public void A_handle_keeps_a_namespace_alive_that_nobody_else_has()
    {
        using NamespaceHandle kept = MakeAndLeave();

        Assert.Equal(kept.Identity, NamespaceThread.Run(kept, Current));
    }

    [KernelFact]
    public void A_namespace_of_another_kind_is_refused()
    {
        Assert.Equal("/proc/thread-self/ns/mnt", Assert.Throws<NotANamespaceException>(() => NamespaceHandle.Open("/proc/thread-self/ns/mnt")).Path);
    }

    // Far from those that are counted from zero.
    private const int NumberOfNoOther = 9_000_000;

    private static NamespaceHandle MakeAndLeave()
    {
        using var thread = new NamespaceThread();
        return thread.RunInNew(NamespaceHandle.OpenCurrent);
    }

    private static NamespaceIdentity Current() => NamespaceHandle.IdentityOf(NamespaceHandle.CurrentThreadPath)!.Value;

    private static int Throw() => throw new InvalidOperationException("inside");
}
