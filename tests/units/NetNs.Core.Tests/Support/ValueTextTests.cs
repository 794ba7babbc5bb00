using System.Net;
using NetNs.Route;

namespace NetNs.Tests.Support;

public sealed class ValueTextTests
{
    [Fact]
    public void Every_difference_shows()
    {
        LinkMessage a = new() { Name = "va", Address = [1, 2], AlternativeNames = ["x"], Kind = new VxlanKind { Local = IPAddress.Loopback }, Counters = default(LinkCounters) };
        LinkMessage[] others =
        [
            a with { Name = "vb" },
            a with { Address = [1, 3] },
            a with { AlternativeNames = ["y"] },
            a with { Kind = new VxlanKind { Local = IPAddress.Any } },
            a with { Kind = new IfbKind() },
            a with { Mtu = 0 },
            a with { Counters = new LinkCounters { Collisions = 1 } },
        ];

        Assert.Equal(ValueText.Of(a), ValueText.Of(a with { Address = [1, 2], AlternativeNames = ["x"] }));
        Assert.Equal(8, others.Append(a).Select(ValueText.Of).Distinct().Count());
    }
}
