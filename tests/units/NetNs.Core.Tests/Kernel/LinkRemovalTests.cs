using NetNs.Operations;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class LinkRemovalTests : KernelTest
{
    private readonly List<(string? Link, NetNsException Why)> _failures = [];

    [KernelFact]
    public void Where_one_link_cannot_be_removed_the_others_are_and_its_group_is_what_it_was()
    {
        NamespaceFixture world = NewNamespace();
        MakePairs(world, 3);
        world.Route.ChangeLink(new LinkMessage { Index = 1, Group = 7 });

        // The kernel refuses the whole group for the sake of lo.
        Remove(world, ["va1", "lo", "va2"]);

        Assert.Equal([("lo", NetNsError.LinkSettingInvalid)], _failures.Select(f => (f.Link, f.Why.Error)));
        Assert.Equal(["lo", "va3", "vb3"], Names(world));
        Assert.Equal(7u, world.Route.GetLink(1).Group);
    }

    [KernelFact]
    public void A_link_that_goes_before_its_turn_counts_as_removed()
    {
        NamespaceFixture world = NewNamespace();
        MakePairs(world, 3);

        Remove(world, ["va1", "va2"], before: () => world.Route.DeleteLink(world.Route.GetLink("va1").Index));
        Remove(world, ["va3"], before: () => world.Route.DeleteLink(world.Route.GetLink("vb3").Index));

        Assert.Empty(_failures);
        Assert.Equal(["lo"], Names(world));
    }

    [KernelFact]
    public void All_links_gone_before_their_turn_count_as_removed()
    {
        NamespaceFixture world = NewNamespace();
        MakePairs(world, 2);

        Remove(world, ["va1", "va2"], before: () => Array.ForEach(["va1", "va2"], name => world.Route.DeleteLink(world.Route.GetLink(name).Index)));

        Assert.Empty(_failures);
    }

    [KernelFact]
    public void A_link_made_after_the_look_at_the_groups_is_not_touched()
    {
        NamespaceFixture world = NewNamespace();
        MakePairs(world, 4);
        world.Tool("ip link set va3 group 42");

        Remove(world, ["va1", "va2"]);

        Assert.Equal(["lo", "va3", "va4", "vb3", "vb4"], Names(world));
        Assert.Equal(42u, world.Route.GetLink("va3").Group);
        Assert.Equal(0u, world.Route.GetLink("va4").Group);
    }

    [KernelFact]
    public void Pairs_that_reach_into_another_namespace_go_with_either_end()
    {
        NamespaceFixture here = NewNamespace(), there = NewNamespace();
        foreach (int i in (int[])[1, 2])
            here.Route.CreateLink(new LinkMessage { Name = $"va{i}", Kind = new VethKind { Peer = new LinkMessage { Name = $"vb{i}", NamespaceDescriptor = there.Descriptor } } });
        using var session = new OperationSession(new SilentReporter());
        var removal = new LinkRemoval(session);
        Add(session, removal, there, "vb1");
        Add(session, removal, here, "va1");
        Add(session, removal, here, "va2");
        Add(session, removal, there, "vb2");

        removal.Run((link, why) => _failures.Add((link.Name, why)));

        Assert.Empty(_failures);
        Assert.Equal(["lo"], Names(here));
        Assert.Equal(["lo"], Names(there));
    }

    private static void MakePairs(NamespaceFixture world, int count)
    {
        for (int i = 1; i <= count; i++)
            world.Route.CreateLink(new LinkMessage { Name = $"va{i}", Kind = new VethKind { Peer = new LinkMessage { Name = $"vb{i}" } } });
    }

    private static IEnumerable<string?> Names(NamespaceFixture world) => world.Route.DumpLinks().Select(l => l.Name).Order(StringComparer.Ordinal);

    private void Remove(NamespaceFixture world, string[] names, Action? before = null)
    {
        using var session = new OperationSession(new SilentReporter());
        var removal = new LinkRemoval(session);
        foreach (string name in names)
            Add(session, removal, world, name);
        before?.Invoke();
        removal.Run((link, why) => _failures.Add((link.Name, why)));
    }

    private static void Add(OperationSession session, LinkRemoval removal, NamespaceFixture world, string name)
    {
        NamespaceContext context = session.In(Describe(world));
        removal.Add(context, LinkOperations.Find(context, name));
    }

    private static NetNamespace Describe(NamespaceFixture made) => new()
    {
        Path = $"/proc/{Environment.ProcessId}/fd/{made.Descriptor}",
        Inode = made.Handle.Identity.Inode,
        Device = made.Handle.Identity.Device,
        Source = NetNamespaceSource.Process,
    };
}
