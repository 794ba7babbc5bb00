using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>Turns whatever a user gives for a link into a <see cref="LinkArgument"/>; never fails on what is not there.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LinkTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => ArgumentList.Transform(inputData, Convert);

    private static object? Convert(object? value)
    {
        var wrapped = value as PSObject;
        return (wrapped?.BaseObject ?? value) switch
        {
            LinkArgument argument => argument,
            NetLink link => new LinkArgument(link),
            VethPair pair => new LinkArgument(pair),
            BridgeConnection connection => new LinkArgument(connection.Link),
            BridgePort port => new LinkArgument(port.Link, new NamespaceArgument(port.Namespace)),
            NetIPAddress address => new LinkArgument(address.InterfaceAlias, new NamespaceArgument(address.Namespace)),
            int index => new LinkArgument(index),
            string name => new LinkArgument(name),
            _ when FromProperties(wrapped) is { } argument => argument,
            _ => value,
        };
    }

    // An object that came from another process: its properties are all there is.
    private static LinkArgument? FromProperties(PSObject? value)
    {
        if (value is null || !value.TypeNames.Any(t => t is "Deserialized.NetNs.NetLink" or "Deserialized.NetNs.Bridge"))
            return null;
        return value.Properties["Name"]?.Value is string name
            ? new LinkArgument(name, value.Properties["Namespace"]?.Value is { } where ? NamespaceTransformAttribute.Convert(where) as NamespaceArgument : null)
            : null;
    }
}
