using System.Buffers.Binary;
using System.Net;
using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.SockDiag;

/// <summary>What the kernel adds to a socket, linux/inet_diag.h.</summary>
internal static class SocketAttribute
{
    internal const ushort IPv6Only = 11; // INET_DIAG_SKV6ONLY
}

/// <summary>A TCP or UDP socket, as the kernel tells it.</summary>
internal sealed record SocketMessage : INetlinkMessage<SocketMessage>
{
    public static ushort ReplyType => SocketMessageType.ByFamily;

    internal byte Family { get; init; }

    /// <summary>See <see cref="SocketState"/>.</summary>
    internal byte State { get; init; }

    internal required IPAddress Local { get; init; }

    internal ushort LocalPort { get; init; }

    internal required IPAddress Remote { get; init; }

    internal ushort RemotePort { get; init; }

    /// <summary>Index of the link that it is bound to, or 0.</summary>
    internal int Link { get; init; }

    internal uint UserId { get; init; }

    /// <summary>What /proc/PID/fd shows as socket:[N]; 0 where no process holds it any more.</summary>
    internal uint Inode { get; init; }

    /// <summary>Whether an IPv6 socket leaves IPv4 alone; told of those that take connections, and not by every protocol.</summary>
    internal bool IPv6Only { get; init; }

    /// <inheritdoc/>
    public static SocketMessage Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < SocketHeader.Size)
            throw new NetlinkFormatException($"A socket message has {payload.Length} bytes; its header has {SocketHeader.Size}.");

        SocketHeader header = NativeBytes.Read<SocketHeader>(payload);
        // Written back as they came, the numbers are the bytes in network order.
        ReadOnlySpan<byte> id = payload[4..];
        int length = header.Family == LibC.AF_INET ? 4 : 16;
        bool ipv6Only = false;
        foreach (NetlinkAttribute attribute in new AttributeReader(payload[SocketHeader.Size..]))
            ipv6Only |= attribute.Type == SocketAttribute.IPv6Only && attribute.Byte != 0;
        return new SocketMessage
        {
            Family = header.Family,
            State = header.State,
            LocalPort = BinaryPrimitives.ReadUInt16BigEndian(id),
            RemotePort = BinaryPrimitives.ReadUInt16BigEndian(id[2..]),
            Local = new IPAddress(id.Slice(4, length)),
            Remote = new IPAddress(id.Slice(20, length)),
            Link = (int)header.Id.Link,
            UserId = header.UserId,
            Inode = header.Inode,
            IPv6Only = ipv6Only,
        };
    }
}
