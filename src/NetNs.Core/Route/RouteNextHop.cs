using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>One way of a multipath route: <c>struct rtnexthop</c> with its attributes, linux/rtnetlink.h.</summary>
/// <param name="Link">Index of the link it leaves by.</param>
/// <param name="Gateway">Null where the destination is on the link.</param>
/// <param name="Weight">Its share of the flows, from 1 to 256.</param>
/// <param name="Flags">OnLink, and what the kernel tells of its state.</param>
internal sealed record RouteNextHop(int Link, IPAddress? Gateway, int Weight, RouteFlags Flags = RouteFlags.None)
{
    private const int HeaderSize = 8; // rtnh_len (2), rtnh_flags (1), rtnh_hops (1), rtnh_ifindex (4)

    internal static void WriteAll(NetlinkWriter writer, RouteNextHop[] hops, byte family)
    {
        foreach (RouteNextHop hop in hops)
            hop.Write(writer, family);
    }

    private void Write(NetlinkWriter writer, byte family)
    {
        using (writer.Record())
        {
            Span<byte> header = writer.Reserve(HeaderSize);
            header[2] = (byte)Flags;
            header[3] = (byte)(Weight - 1);
            int link = Link;
            MemoryMarshal.Write(header[4..], in link);
            if (Gateway is null)
                return;
            if ((Gateway.AddressFamily == AddressFamily.InterNetwork) == (family == Interop.LibC.AF_INET))
                writer.Put(RouteAttribute.Gateway, Gateway);
            else
                RouteMessage.WriteVia(writer, Gateway);
        }
    }

    internal static RouteNextHop[] ParseAll(ReadOnlySpan<byte> value)
    {
        var hops = new List<RouteNextHop>();
        while (value.Length >= HeaderSize)
        {
            int length = MemoryMarshal.Read<ushort>(value);
            if (length < HeaderSize || length > value.Length)
                throw new NetlinkFormatException($"A next hop claims {length} bytes where {value.Length} are left.");
            hops.Add(Parse(value[..length]));
            int step = NetlinkConstants.Align(length);
            value = step >= value.Length ? default : value[step..];
        }

        return [.. hops];
    }

    private static RouteNextHop Parse(ReadOnlySpan<byte> hop)
    {
        IPAddress? gateway = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(hop[HeaderSize..]))
        {
            if (attribute.Type == RouteAttribute.Gateway)
                gateway = attribute.IPAddress;
            else if (attribute.Type == RouteAttribute.Via)
                gateway = RouteMessage.ReadVia(attribute);
        }

        return new RouteNextHop(MemoryMarshal.Read<int>(hop[4..]), gateway, hop[3] + 1, (RouteFlags)hop[2]);
    }
}
