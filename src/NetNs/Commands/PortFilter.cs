using System.Net;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Which published ports a user means.</summary>
/// <param name="ports">The host's ports; null for all.</param>
/// <param name="protocols">The protocols; null for all.</param>
/// <param name="hostAddress">The host's address; null for all.</param>
/// <param name="target">Where they lead; null for anywhere.</param>
/// <param name="session">What to look up with.</param>
/// <param name="sourcePrefix">The clients; nothing for ports that are for all clients, <see cref="Any"/> for both.</param>
internal sealed class PortFilter(int[]? ports, TransportProtocol[]? protocols, string? hostAddress, PublishTargetArgument? target, OperationSession session, string? sourcePrefix = PortFilter.Any)
{
    /// <summary>A port whoever its clients are. Not null, which the property of an object says where it is for all clients.</summary>
    internal const string Any = "*";

    private readonly IPNetwork? _clients = sourcePrefix is null or "" or Any ? null : Subnet.Parse(sourcePrefix);
    private readonly IPAddress? _hostAddress = hostAddress is null ? null : PortRequest.ParseAddress(hostAddress);
    private readonly NetNamespace? _container = target?.ResolveContainer(session);
    private readonly HashSet<int>? _ports = ports is null ? null : [.. ports];

    internal bool IsMatch(PortEntry entry, string? comment)
        => (_ports is null || _ports.Contains(entry.HostPort))
            && (protocols is null || protocols.Contains(entry.Protocol))
            && (_hostAddress is null || _hostAddress.Equals(entry.HostAddress))
            && (sourcePrefix == Any || Nullable.Equals(_clients, entry.Source))
            && (_container is null || ContainerTag.InodeOf(comment) == _container.Inode)
            && (target?.Address is not { } address || address.Equals(entry.Target));
}
