using System.Management.Automation;
using System.Net;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>
/// Makes a port that came from another process, or out of a file, a port again. PowerShell would try by itself, but does not know how to make a network of the
/// text of its clients.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ContainerPortTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ArgumentList.Transform(inputData, Convert);

    private static object? Convert(object? value)
    {
        if (value is not PSObject received || !NamespaceTransformAttribute.IsDeserialized(received, "NetNs.ContainerPort"))
            return value;
        string? source = TextOf(received, nameof(ContainerPort.SourcePrefix));
        IPNetwork clients = default;
        bool isKnown = InterfaceAddress.TryParseAddress(TextOf(received, nameof(ContainerPort.HostAddress)) ?? "", out IPAddress? hostAddress)
            & InterfaceAddress.TryParseAddress(TextOf(received, nameof(ContainerPort.ContainerAddress)) ?? "", out IPAddress? containerAddress)
            & Enum.TryParse(TextOf(received, nameof(ContainerPort.Protocol)), out TransportProtocol protocol)
            & (source is null || IPNetwork.TryParse(source, out clients));
        return isKnown && received.Properties["HostPort"]?.Value is int hostPort && received.Properties["ContainerPort"]?.Value is int containerPort && NamespaceOf(received, "Namespace") is { } host
            ? new ContainerPort
            {
                HostAddress = hostAddress!,
                HostPort = hostPort,
                ContainerAddress = containerAddress!,
                ContainerPort = containerPort,
                Protocol = protocol,
                ContainerNamespace = NamespaceOf(received, "ContainerNamespace"),
                SourcePrefix = source is null ? null : clients,
                Namespace = host,
            }
            : value;
    }

    private static string? TextOf(PSObject received, string property) => received.Properties[property]?.Value?.ToString();

    private static NetNamespace? NamespaceOf(PSObject received, string property)
        => received.Properties[property]?.Value is PSObject value && value.Properties["Path"]?.Value is string path
            ? new NetNamespace { Name = value.Properties["Name"]?.Value as string, Path = path, Inode = value.Properties["Inode"]?.Value as ulong? ?? 0 }
            : null;
}
