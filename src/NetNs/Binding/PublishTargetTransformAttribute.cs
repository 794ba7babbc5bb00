using System.Collections;
using System.Management.Automation;
using System.Net;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>Turns whatever a user gives for the target of a published port into a <see cref="PublishTargetArgument"/>; never fails on what is not there.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PublishTargetTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        IList { Count: 1 } list => Convert(list[0]) ?? inputData,
        IList { Count: > 1 } => throw new ArgumentTransformationMetadataException("A port leads to one target. Give several by the pipe, with a free port for each: 'web', 'db' | Publish-ContainerPort 0:80"),
        _ => Convert(inputData) ?? inputData,
    };

    private static PublishTargetArgument? Convert(object? value)
    {
        var wrapped = value as PSObject;
        return (wrapped?.BaseObject ?? value) switch
        {
            PublishTargetArgument argument => argument,
            BridgeConnection connection => new PublishTargetArgument(connection),
            IPAddress address => new PublishTargetArgument(address),
            ContainerPort port => new PublishTargetArgument(port, port),
            string text when InterfaceAddress.TryParseAddress(text, out IPAddress? address) => new PublishTargetArgument(address),
            _ when FromConnection(wrapped) is { } connected => connected,
            _ when DeserializedObject.Port(wrapped) is { } published => new PublishTargetArgument(published, wrapped!),
            _ => NamespaceTransformAttribute.Convert(value) is NamespaceArgument container ? new PublishTargetArgument(container) : null,
        };
    }

    // A connection that came from another process: its properties are all there is.
    private static PublishTargetArgument? FromConnection(PSObject? value)
    {
        if (value is null || !NamespaceTransformAttribute.IsDeserialized(value, "NetNs.BridgeConnection"))
            return null;
        var bridge = value.Properties["Bridge"]?.Value as PSObject;
        return NamespaceTransformAttribute.Convert(value.Properties["Namespace"]?.Value) is NamespaceArgument container
            ? new PublishTargetArgument(container, NamespaceTransformAttribute.Convert(bridge?.Properties["Namespace"]?.Value) as NamespaceArgument)
            : null;
    }
}
