using NetNs.Nsfs;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class NamespaceLockTests : KernelTest
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [KernelFact]
    public void Who_opened_the_namespace_another_way_waits_until_the_lock_is_free()
    {
        NamespaceFixture world = NewNamespace();
        using NamespaceHandle other = Reopen(world);
        using var entered = new ManualResetEventSlim();
        Thread waiting;
        using (NamespaceLock.Acquire(world.Handle, null, Long, CancellationToken.None))
        {
            waiting = new Thread(() =>
            {
                using NamespaceLock theirs = NamespaceLock.Acquire(other, null, Long, CancellationToken.None);
                entered.Set();
            });
            waiting.Start();
            Assert.False(entered.Wait(50));
        }

        Assert.True(entered.Wait(5000));
        waiting.Join();
    }

    [KernelFact]
    public void Another_process_sees_the_lock()
    {
        NamespaceFixture world = NewNamespace();
        string path = $"/proc/{Environment.ProcessId}/fd/{world.Descriptor}";

        using (NamespaceLock.Acquire(world.Handle, null, Long, CancellationToken.None))
            Assert.Equal("busy", TestProcess.Run("sh", "-c", $"flock --nonblock {path} true && echo free || echo busy").Trim());

        Assert.Equal("free", TestProcess.Run("sh", "-c", $"flock --nonblock {path} true && echo free || echo busy").Trim());
    }

    [KernelFact]
    public void Locks_of_two_namespaces_have_nothing_to_do_with_each_other()
    {
        using NamespaceLock one = NamespaceLock.Acquire(NewNamespace().Handle, null, Long, CancellationToken.None);
        using NamespaceLock two = NamespaceLock.Acquire(NewNamespace().Handle, null, TimeSpan.FromMilliseconds(1), CancellationToken.None);

        Assert.NotSame(one, two);
    }

    [KernelFact]
    public void Waiting_ends_when_it_takes_too_long_and_the_lock_is_not_taken_later()
    {
        NamespaceFixture world = NewNamespace();
        using NamespaceHandle other = Reopen(world);
        using (NamespaceLock.Acquire(world.Handle, null, Long, CancellationToken.None))
            Assert.Throws<TimeoutException>(() => NamespaceLock.Acquire(other, null, TimeSpan.FromMilliseconds(5), CancellationToken.None));

        using NamespaceHandle third = Reopen(world);
        using NamespaceLock again = NamespaceLock.Acquire(third, null, Long, CancellationToken.None);
        Assert.NotNull(again);
    }

    [KernelFact]
    public void Waiting_ends_when_the_user_wants_to_stop_also_where_the_handle_is_closed_at_once()
    {
        NamespaceFixture world = NewNamespace();
        using (NamespaceLock.Acquire(world.Handle, null, Long, CancellationToken.None))
        {
            using var stopping = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
            using NamespaceHandle other = Reopen(world);
            Assert.ThrowsAny<OperationCanceledException>(() => NamespaceLock.Acquire(other, null, Long, stopping.Token));
        }

        using NamespaceHandle third = Reopen(world);
        using NamespaceLock again = NamespaceLock.Acquire(third, null, Long, CancellationToken.None);
        Assert.NotNull(again);
    }

    [KernelFact]
    public void With_the_guard_in_hand_a_stranger_who_has_locked_the_namespace_is_not_waited_for()
    {
        NamespaceFixture world = NewNamespace();
        using NamespaceHandle stranger = Reopen(world);
        using (NamespaceLock.Acquire(stranger, null, Long, CancellationToken.None))
        {
            using NamespaceLock ours = NamespaceLock.Acquire(world.Handle, world.Run(NamespaceLock.OpenGuard), TimeSpan.FromSeconds(1), CancellationToken.None);

            Assert.Throws<TimeoutException>(() => NamespaceLock.Acquire(world.Handle, world.Run(NamespaceLock.OpenGuard), TimeSpan.FromMilliseconds(5), CancellationToken.None));
        }
    }

    [KernelFact]
    public void The_guard_belongs_to_the_namespace_and_is_its_roots_only()
    {
        NamespaceFixture one = NewNamespace(), two = NewNamespace();
        using NamespaceLock first = NamespaceLock.Acquire(one.Handle, one.Run(NamespaceLock.OpenGuard), Long, CancellationToken.None);
        using NamespaceLock second = NamespaceLock.Acquire(two.Handle, two.Run(NamespaceLock.OpenGuard), TimeSpan.FromMilliseconds(1), CancellationToken.None);

        Assert.Equal("600", TestProcess.Run("stat", "-c", "%a", NamespaceLock.GuardPath).Trim());
    }

    private static NamespaceHandle Reopen(NamespaceFixture world) => NamespaceHandle.Open($"/proc/self/fd/{world.Descriptor}");
}
