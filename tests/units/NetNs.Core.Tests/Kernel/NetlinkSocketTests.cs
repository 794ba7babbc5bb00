using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class NetlinkSocketTests : KernelTest
{
    [KernelFact]
    public void A_socket_belongs_to_the_namespace_it_was_opened_in_whoever_uses_it()
    {
        NamespaceFixture a = NewNamespace(), b = NewNamespace();
        a.Tool("ip link add in-a type ifb");
        b.Tool("ip link add in-b type ifb");

        Assert.Equal(["lo", "in-a"], a.Route.DumpLinks().Select(l => l.Name));
        Assert.Equal(["lo", "in-a"], b.Run(() => a.Route.DumpLinks().ConvertAll(l => l.Name)));
    }

    [KernelFact]
    public void No_answer_within_the_timeout_is_EAGAIN()
    {
        using NetlinkSocket socket = NetlinkSocket.Open(NetlinkFamily.Route);
        socket.SetReceiveTimeout(TimeSpan.FromMilliseconds(20));

        Assert.Equal(Errno.EAGAIN, Assert.Throws<NetlinkException>(() => socket.Receive(new byte[16], out _)).Errno);
    }

    [KernelFact]
    public void A_datagram_longer_than_the_buffer_tells_its_full_length()
    {
        using NetlinkSocket socket = NetlinkSocket.Open(NetlinkFamily.Route);
        socket.Send(GetLoopback());
        byte[] small = new byte[64];

        int length = socket.Receive(small, out uint sender);

        Assert.InRange(length, 500, 10_000);
        Assert.Equal(0u, sender);
        Assert.Equal((uint)length, MessageHeader.Read(small).Length);
    }

    [KernelFact]
    public void A_message_that_another_process_sends_is_told_by_its_port_id()
    {
        using NetlinkSocket receiver = NetlinkSocket.Open(NetlinkFamily.Route);
        receiver.Bind();
        using NetlinkSocket sender = NetlinkSocket.Open(NetlinkFamily.Route);
        sender.Bind();
        SendTo(sender, receiver, GetLoopback());

        _ = receiver.Receive(new byte[64], out uint from);

        Assert.Equal(PortIdOf(sender), from);
        Assert.NotEqual(0u, from);
    }

    // What an attacker with rights over the namespace can do: the right type, the right number, before the kernel answers.
    [KernelFact]
    public void A_forged_answer_with_the_right_number_is_not_believed()
    {
        NamespaceFixture world = NewNamespace();
        world.Run(() =>
        {
            NetlinkSocket receiver = NetlinkSocket.Open(NetlinkFamily.Route);
            receiver.Bind();
            using NetlinkSocket sender = NetlinkSocket.Open(NetlinkFamily.Route);
            sender.Bind();
            var forged = new NetlinkWriter();
            using (forged.Message(RouteMessageType.NewLink, MessageFlags.None))
                new LinkMessage { Index = 7, Name = "forged" }.Write(forged);
            forged.Seal(0, 1);
            SendTo(sender, receiver, forged.Written);
            var end = new NetlinkWriter();
            using (end.Message(NetlinkConstants.NLMSG_DONE, MessageFlags.None))
                end.Reserve(4);
            end.Seal(0, 1);
            SendTo(sender, receiver, end.Written);

            using var client = new RouteClient(new NetlinkConnection(receiver));
            Assert.Equal(["lo"], client.DumpLinks().Select(l => l.Name));
            return 0;
        });
    }

    [KernelFact]
    public void The_kernels_sentence_comes_with_a_refusal()
    {
        NamespaceFixture world = NewNamespace();

        NetlinkException e = Assert.Throws<NetlinkException>(() => world.Route.CreateLink(new LinkMessage { Name = "vx0", Mtu = 60, Kind = new VxlanKind { Id = 42, Port = 4789 } }));

        Assert.Equal((Errno.EINVAL, "MTU must be between 68 and 65535"), (e.Errno, e.KernelMessage));
        Assert.NotNull(e.AttributeOffset);
    }

    // SO_RCVTIMEO makes recvfrom(2) end with EINTR after any signal with a handler, SA_RESTART or not (man 7 signal).
    [KernelFact]
    public void A_signal_does_not_disturb_a_receive()
    {
        using var signal = new SignalSender();
        using NetlinkSocket plain = NetlinkSocket.Open(NetlinkFamily.Route);
        int disturbed = 0;
        signal.During(() => disturbed = ReceiveOnce(plain), until: () => disturbed != 0);
        // So much for the method: without the retry a receive does end with EINTR.
        Assert.Equal(Errno.EINTR, disturbed);

        using NetlinkSocket socket = NetlinkSocket.Open(NetlinkFamily.Route);
        int length = 0;
        int signals = 0;
        signal.During(() => length = socket.Receive(new byte[4096], out _), until: () => length != 0, each: () =>
        {
            if (++signals == 20)
                socket.Send(GetLoopback());
        });

        Assert.InRange(length, 500, 10_000);
        Assert.InRange(signals, 20, int.MaxValue);
    }

    // recvfrom(2) itself, without NetlinkSocket's retry: its errno.
    private static int ReceiveOnce(NetlinkSocket socket)
    {
        int addressLength = SockAddrNetlink.Size;
        byte[] buffer = new byte[64];
        return LibC.recvfrom((NetlinkSocketHandle)socket.Handle, buffer, buffer.Length, 0, out _, ref addressLength) < 0 ? SystemCall.LastError : -1;
    }

    private static void SendTo(NetlinkSocket sender, NetlinkSocket receiver, ReadOnlySpan<byte> message)
    {
        var address = new SockAddrNetlink { Family = LibC.AF_NETLINK, PortId = PortIdOf(receiver) };
        Assert.Equal(message.Length, LibC.sendto((NetlinkSocketHandle)sender.Handle, message, message.Length, 0, in address, SockAddrNetlink.Size));
    }

    private static uint PortIdOf(NetlinkSocket socket)
    {
        int length = SockAddrNetlink.Size;
        Assert.Equal(0, LibC.getsockname((NetlinkSocketHandle)socket.Handle, out SockAddrNetlink address, ref length));
        return address.PortId;
    }

    private static byte[] GetLoopback()
    {
        var writer = new NetlinkWriter();
        using (writer.Message(RouteMessageType.GetLink, MessageFlags.None))
            new LinkMessage { Index = 1 }.Write(writer);
        writer.Seal(0, 1);
        return writer.Written.ToArray();
    }
}
