using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>Turns a connection, or whatever stands for a namespace, into a <see cref="ConnectionArgument"/>; never fails on what is not there.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => ArgumentList.Transform(inputData, Convert);

    private static object? Convert(object? value)
    {
        var wrapped = value as PSObject;
        if ((wrapped?.BaseObject ?? value) is BridgeConnection connection)
            return new ConnectionArgument(connection);
        if (wrapped is not null && NamespaceTransformAttribute.IsDeserialized(wrapped, "NetNs.BridgeConnection"))
        {
            return NamespaceTransformAttribute.Convert(wrapped.Properties["Namespace"]?.Value) is NamespaceArgument inner
                && BridgePortTransformAttribute.Convert(wrapped) is LinkArgument host ? new ConnectionArgument(inner, host) : value;
        }

        return NamespaceTransformAttribute.Convert(value) is NamespaceArgument connected ? new ConnectionArgument(connected) : value;
    }
}
