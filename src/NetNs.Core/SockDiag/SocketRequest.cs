using System.Buffers.Binary;
using NetNs.Netlink;

namespace NetNs.SockDiag;

/// <summary>Which sockets are asked for.</summary>
internal sealed record SocketRequest
{
    /// <summary>AF_INET or AF_INET6.</summary>
    internal byte Family { get; init; }

    internal SocketProtocol Protocol { get; init; }

    /// <summary>A bit for each <see cref="SocketState"/>; the kernel gives out sockets in these.</summary>
    internal uint States { get; init; } = uint.MaxValue;

    /// <summary>0 for any.</summary>
    internal ushort LocalPort { get; init; }

    internal void Write(NetlinkWriter writer)
    {
        var header = new SocketRequestHeader { Family = Family, Protocol = Protocol, States = States };
        header.Id.SourcePort = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(LocalPort) : LocalPort;
        writer.PutHeader(in header);
    }
}

/// <summary>Message types of socket diagnostics, linux/sock_diag.h.</summary>
internal static class SocketMessageType
{
    internal const ushort ByFamily = 20; // SOCK_DIAG_BY_FAMILY
}
