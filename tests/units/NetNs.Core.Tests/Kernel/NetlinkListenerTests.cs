using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class NetlinkListenerTests : KernelTest
{
    [KernelFact]
    public void A_link_that_is_made_and_one_that_goes_are_heard()
    {
        NamespaceFixture world = NewNamespace();
        using NetlinkListener listener = world.Run(() => RouteClient.Listen(RouteGroup.Link));
        LinkMessage made = world.Route.CreateLink(new LinkMessage { Name = "br0", Kind = new BridgeKind() });
        world.Route.DeleteLink(made.Index);

        List<(ushort Type, string? Name)> heard = ReadUntil(listener, (RouteMessageType.DelLink, "br0"));

        Assert.Equal([(RouteMessageType.NewLink, "br0"), (RouteMessageType.DelLink, "br0")], heard);
    }

    [KernelFact]
    public void Nothing_is_heard_of_another_namespace()
    {
        NamespaceFixture world = NewNamespace(), other = NewNamespace();
        using NetlinkListener listener = world.Run(() => RouteClient.Listen(RouteGroup.Link));
        other.Route.CreateLink(new LinkMessage { Name = "there", Kind = new BridgeKind() });
        world.Route.CreateLink(new LinkMessage { Name = "here", Kind = new BridgeKind() });

        List<(ushort Type, string? Name)> heard = ReadUntil(listener, (RouteMessageType.NewLink, "here"));

        Assert.All(heard, h => Assert.Equal("here", h.Name));
    }

    [KernelFact]
    public void Announcements_that_were_lost_are_not_passed_over_in_silence()
    {
        NamespaceFixture world = NewNamespace();
        using NetlinkListener listener = world.Run(() => RouteClient.Listen(RouteGroup.Link));
        LinkMessage link = world.Route.CreateLink(new LinkMessage { Name = "br0", Kind = new BridgeKind() });
        world.Route.SetLinkUp(link.Index, true); // changes of a link that is down are not announced

        Announcement got = Announcement.None;
        for (int change = 0; change < 100_000 && got != Announcement.Lost; change++)
        {
            world.Route.ChangeLink(new LinkMessage { Index = link.Index, Alias = $"{change}" });
            if (change % 5000 == 4999)
                got = listener.Next(out _);
        }

        Assert.Equal(Announcement.Lost, got);
    }

    [KernelFact]
    public void A_wait_ends_at_once_when_the_user_wants_to_stop()
    {
        NamespaceFixture world = NewNamespace();
        using NetlinkListener listener = world.Run(() => RouteClient.Listen(RouteGroup.Link));
        using var stopping = new CancellationTokenSource();
        using var poll = new DescriptorPoll(stopping.Token);
        int entry = poll.Add(listener.Handle);
        Assert.False(poll.Wait(new Deadline(TimeSpan.FromMilliseconds(1))));
        Assert.False(poll.IsReady(entry));

        stopping.CancelAfter(TimeSpan.FromMilliseconds(1));

        Assert.Throws<OperationCanceledException>(() => poll.Wait(new Deadline(TimeSpan.FromMinutes(1))));
    }

    [KernelFact]
    public void A_descriptor_that_was_taken_out_wakes_nobody()
    {
        NamespaceFixture world = NewNamespace();
        using NetlinkListener listener = world.Run(() => RouteClient.Listen(RouteGroup.Link));
        using var poll = new DescriptorPoll(CancellationToken.None);
        int entry = poll.Add(listener.Handle);
        world.Route.CreateLink(new LinkMessage { Name = "br0", Kind = new BridgeKind() });
        Assert.True(poll.Wait(new Deadline(TimeSpan.FromSeconds(5))));
        Assert.True(poll.IsReady(entry));

        poll.Remove(entry);

        Assert.False(poll.Wait(new Deadline(TimeSpan.FromMilliseconds(1))));
    }

    private static List<(ushort Type, string? Name)> ReadUntil(NetlinkListener listener, (ushort Type, string? Name) last)
    {
        var heard = new List<(ushort Type, string? Name)>();
        using var poll = new DescriptorPoll(CancellationToken.None);
        poll.Add(listener.Handle);
        var deadline = new Deadline(TimeSpan.FromSeconds(5));
        while (!heard.Contains(last) && poll.Wait(deadline))
        {
            while (listener.Next(out ReadOnlySpan<byte> datagram) == Announcement.Messages)
            {
                var reader = new MessageReader(datagram);
                while (reader.MoveNext())
                    heard.Add((reader.Header.Type, LinkMessage.Parse(reader.Payload).Name));
            }
        }

        return heard;
    }
}
