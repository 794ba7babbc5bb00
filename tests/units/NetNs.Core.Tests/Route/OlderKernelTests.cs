using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

/// <summary>What Linux 6.1 (Debian's) answered to the same commands as the kernel of the other fixtures: it means the same.</summary>
public sealed class OlderKernelTests
{
    private const string Folder = "linux-6.1/";

    public static TheoryData<string> Names =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Fixtures, Folder), "*.hex").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_of_an_older_kernel_is_understood_alike(string fixture)
    {
        object value = Parse(Folder + fixture);
        // This kernel has kinds of links that the other one lacks.
        if (!File.Exists(Path.Combine(Repository.Fixtures, fixture + ".hex")))
            return;

        Assert.Equal(Essence(Parse(fixture)), Essence(value));
    }

    [Fact]
    public void Kinds_that_only_a_full_kernel_has_are_understood()
    {
        Assert.IsType<DummyKind>(Link("dummy").Kind);
        Assert.Equal(new VrfKind { Table = 100 }, Link("vrf").Kind);
        VlanKind vlan = Assert.IsType<VlanKind>(Link("vlan").Kind);
        Assert.Equal((ushort)7, vlan.Id);
        IpvlanKind ipvlan = Assert.IsType<IpvlanKind>(Link("ipvlan").Kind);
        Assert.Equal(IpvlanMode.L3S, ipvlan.Mode);
        Assert.All(["vlan", "ipvlan"], kind => Assert.True(Link(kind).Link > 0));
    }

    private static LinkMessage Link(string kind) => LinkMessage.Parse(Fixture.Payload($"{Folder}reply-link-{kind}"));

    private static object Parse(string fixture)
    {
        byte[] message = Fixture.Load(fixture);
        return MessageParsers.For(fixture)(MessageHeader.Read(message), message.AsSpan(MessageHeader.Size)).Value;
    }

    // Numbers of links, counters and limits differ from run to run and from kernel to kernel; a kernel that filters VLANs puts each
    // forwarding entry into one.
    private static string Essence(object value) => value switch
    {
        LinkMessage link => $"{link.Name} {link.Kind?.GetType().Name} {Convert.ToHexString(link.Address ?? [])} {link.Mtu} {link.Flags} {link.Alias} {string.Join(',', link.AlternativeNames)} {link.Port?.Hairpin} {link.Port?.Cost}",
        AddressMessage address => $"{address.Local} {address.Address} {address.PrefixLength} {address.Flags} {address.Label} {address.Broadcast}",
        RouteMessage route => $"{route.Destination}/{route.DestinationLength} {route.Gateway} {route.Via} {route.Kind} {route.Table} {route.Priority} {route.Mtu} {route.NextHopId} {string.Join(',', route.NextHops.Select(h => $"{h.Gateway} {h.Weight}"))}",
        NeighborMessage neighbor => $"{neighbor.Destination} {Convert.ToHexString(neighbor.LinkLayerAddress ?? [])} {neighbor.State} {neighbor.Flags}",
        _ => $"{value}",
    };
}
