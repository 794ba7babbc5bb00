using System.Globalization;
using System.Management.Automation;
using System.Net;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>
/// What came from another process, or out of a file: the properties are all there is, and below the depth to which it was written they are text.
/// The namespaces in it are known by name, those without one by inode: a thing that was made anew since, under the same name, is meant as well.
/// </summary>
internal static class DeserializedObject
{
    /// <summary>A published port; null where it is none, or says too little.</summary>
    internal static ContainerPort? Port(object? value)
    {
        bool isPort = value is PSObject copy && (NamespaceTransformAttribute.IsDeserialized(copy, "NetNs.ContainerPort") || copy.TypeNames.Contains("Selected.NetNs.ContainerPort") || (TextOfCopy.IsJson(copy) && TextOfCopy.Find(copy, nameof(ContainerPort.HostAddress)) is not null));
        if (value is not PSObject received || !isPort)
            return null;
        bool isKnown = Address(received, nameof(ContainerPort.HostAddress)) is not null & Address(received, nameof(ContainerPort.ContainerAddress)) is not null
            & Enum.TryParse(Text(received, nameof(ContainerPort.Protocol)), out TransportProtocol protocol)
            & TryNetwork(received, nameof(ContainerPort.SourcePrefix), out IPNetwork? clients);
        return isKnown && int.TryParse(Text(received, "HostPort"), NumberStyles.None, CultureInfo.InvariantCulture, out int hostPort)
            && int.TryParse(Text(received, "ContainerPort"), NumberStyles.None, CultureInfo.InvariantCulture, out int containerPort) && Namespace(received, "Namespace") is { } host
            ? new ContainerPort
            {
                HostAddress = Address(received, nameof(ContainerPort.HostAddress))!,
                HostPort = hostPort,
                ContainerAddress = Address(received, nameof(ContainerPort.ContainerAddress))!,
                ContainerPort = containerPort,
                Protocol = protocol,
                ContainerNamespace = Namespace(received, nameof(ContainerPort.ContainerNamespace)),
                SourcePrefix = clients,
                Namespace = host,
            }
            : null;
    }

    /// <summary>A masquerade; null where it is none, or says too little.</summary>
    internal static Masquerade? Masquerade(PSObject received)
    {
        if (!NamespaceTransformAttribute.IsDeserialized(received, "NetNs.Masquerade")
            || !TryNetwork(received, nameof(NetNs.Masquerade.Subnet), out IPNetwork? subnet)
            || subnet is not { } network || Namespace(received, "Namespace") is not { } host)
            return null;
        return new Masquerade
        {
            Subnet = network,
            OutInterface = Text(received, nameof(NetNs.Masquerade.OutInterface)),
            SourceAddress = Address(received, nameof(NetNs.Masquerade.SourceAddress)),
            Bridge = Text(received, nameof(NetNs.Masquerade.Bridge)),
            Namespace = host,
        };
    }

    /// <summary>What stands for a container; null where too little is said.</summary>
    internal static NamespaceArgument? Container(PSObject received)
        => Enum.TryParse(Text(received, nameof(NetContainer.Engine)), out ContainerEngine engine) && Text(received, nameof(NetContainer.Name)) is { } name
            ? new NamespaceArgument(NetContainer.Reference(engine, name)) : null;

    /// <summary>What stands for the namespace in which a thing is, or was.</summary>
    internal static NamespaceArgument ArgumentOf(NetNamespace where) => where switch
    {
        { Device: not 0 } => new NamespaceArgument(where),
        _ => NamespaceArgument.OfCopy(where),
    };

    private static NetNamespace? Namespace(PSObject received, string property) => received.Properties[property]?.Value switch
    {
        PSObject value when NamespaceCopy.Of(value) is { } copy => copy,
        { } text when text.ToString() is { Length: > 0 } name
            => name.Contains('/') ? new NetNamespace { Path = name } : new NetNamespace { Name = name, Path = $"{Nsfs.NamespaceStore.DefaultDirectory}/{name}" },
        _ => null,
    };

    private static string? Text(PSObject received, string property) => TextOfCopy.Of(received, property);

    private static IPAddress? Address(PSObject received, string property)
        => Text(received, property) is { } text && InterfaceAddress.TryParseAddress(text, out IPAddress? address) ? address : null;

    // True where there is none, too.
    private static bool TryNetwork(PSObject received, string property, out IPNetwork? network)
    {
        network = null;
        if (Text(received, property) is not { } text)
            return true;
        if (!IPNetwork.TryParse(text, out IPNetwork parsed))
            return false;
        network = parsed;
        return true;
    }
}
