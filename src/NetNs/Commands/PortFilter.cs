using System.Net;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Which published ports a user means.</summary>
internal sealed class PortFilter(int[]? ports, TransportProtocol[]? protocols, string? hostAddress, PublishTargetArgument? target, OperationSession session)
{
    private readonly IPAddress? _hostAddress = hostAddress is null ? null : PortRequest.ParseAddress(hostAddress);
    private readonly NetNamespace? _container = target?.ResolveContainer(session);
    private readonly HashSet<int>? _ports = ports is null ? null : [.. ports];

    internal bool IsMatch(PortEntry entry, string? comment)
        => (_ports is null || _ports.Contains(entry.HostPort))
            && (protocols is null || protocols.Contains(entry.Protocol))
            && (_hostAddress is null || _hostAddress.Equals(entry.HostAddress))
            && (_container is null || ContainerTag.InodeOf(comment) == _container.Inode)
            && (target?.Address is not { } address || address.Equals(entry.Target));
}
