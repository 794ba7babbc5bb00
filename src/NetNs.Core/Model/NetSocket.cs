using System.Net;
using NetNs.Nsfs;

namespace NetNs;

/// <summary>A socket: what <c>ss</c> lists. An immutable snapshot; the process that holds it is looked for when it is first asked about.</summary>
public abstract class NetSocket : IEquatable<NetSocket>
{
    /// <summary>Its own address; 0.0.0.0 or :: where it takes what comes to any.</summary>
    public required IPAddress LocalAddress { get; init; }

    /// <summary>Its own port.</summary>
    public int LocalPort { get; init; }

    /// <summary>The other side's address; 0.0.0.0 or :: where it has none.</summary>
    public required IPAddress RemoteAddress { get; init; }

    /// <summary>The other side's port; 0 where it has none.</summary>
    public int RemotePort { get; init; }

    /// <summary>IPv4 or IPv6. An IPv6 socket may serve IPv4 as well.</summary>
    public IPFamily AddressFamily { get; init; }

    /// <summary>Name of the link that it is bound to; null where it is bound to none.</summary>
    public string? InterfaceAlias { get; init; }

    /// <summary>Number of the user who made it.</summary>
    public long UserId { get; init; }

    /// <summary>Its number: what <c>/proc/PID/fd</c> shows; 0 where no process holds it any more.</summary>
    public ulong Inode { get; init; }

    /// <summary>Id of the process that holds it; null where none does, or where it belongs to another user and rights are missing.</summary>
    /// <remarks>All sockets of one listing are looked for in one pass over all processes, when the first is asked about.</remarks>
    public int? OwningProcess => Owners?.Find(Inode);

    /// <summary>Name of the process that holds it.</summary>
    public string? ProcessName => OwningProcess is { } id ? ProcessScan.NameOf(id) : null;

    /// <summary>Where it is.</summary>
    public required NetNamespace Namespace { get; init; }

    internal SocketOwners? Owners { get; init; }

    /// <summary>"10.0.0.1:80".</summary>
    public override string ToString() => new IPEndPoint(LocalAddress, LocalPort).ToString();

    /// <summary>The same socket.</summary>
    public bool Equals(NetSocket? other)
        => other is not null && GetType() == other.GetType() && Inode == other.Inode && LocalPort == other.LocalPort && RemotePort == other.RemotePort
            && LocalAddress.Equals(other.LocalAddress) && RemoteAddress.Equals(other.RemoteAddress) && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetSocket);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Inode, LocalPort, RemotePort, Namespace);
}
