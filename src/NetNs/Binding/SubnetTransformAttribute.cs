using System.Management.Automation;
using System.Net;

namespace NetNs.Binding;

/// <summary>Turns whatever a user gives for subnets into a <see cref="SubnetArgument"/>; never fails on what is not there.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SubnetTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ArgumentList.Transform(inputData, Convert);

    private static object? Convert(object? value)
    {
        var wrapped = value as PSObject;
        return (wrapped?.BaseObject ?? value) switch
        {
            SubnetArgument argument => argument,
            Bridge bridge => new SubnetArgument(bridge),
            BridgeConnection connection => new SubnetArgument(connection.Bridge),
            Masquerade known => new SubnetArgument(known, known),
            IPNetwork network => new SubnetArgument(network.ToString()),
            NetIPAddress address => new SubnetArgument(Operations.Subnet.Of(address.IPAddress, address.PrefixLength).ToString(), new NamespaceArgument(address.Namespace), address),
            string text => new SubnetArgument(text),
            _ when wrapped is not null && FromProperties(wrapped) is { } argument => argument,
            var other => throw NotASubnet(other),
        };
    }

    // An object that came from another process: its properties are all there is.
    private static SubnetArgument? FromProperties(PSObject value)
    {
        if (DeserializedObject.Masquerade(value) is { } known)
            return new SubnetArgument(known, value);
        if (NamespaceTransformAttribute.IsDeserialized(value, "NetNs.BridgeConnection") && value.Properties["Bridge"]?.Value is PSObject bridge)
            return FromProperties(bridge);
        if (TextOfCopy.IsJson(value) && TextOfCopy.IsJson(value.Properties["Subnet"]?.Value) && TextOfCopy.Find(value, "Subnet") is { } subnet)
            return new SubnetArgument(subnet, NamespaceTransformAttribute.Convert(value.Properties["Namespace"]?.Value) as NamespaceArgument, value);
        bool isBridge = NamespaceTransformAttribute.IsDeserialized(value, "NetNs.Bridge");
        return isBridge && value.Properties["Name"]?.Value is string name
            ? new SubnetArgument(name, NamespaceTransformAttribute.Convert(value.Properties["Namespace"]?.Value) as NamespaceArgument, value)
            : null;
    }

    // The cast exception inside lets PowerShell try the object's properties next.
    private static ArgumentTransformationMetadataException NotASubnet(object? value)
    {
        string message = $"A {value?.GetType().Name ?? "null"} is no subnet. Give a network in CIDR form, a Bridge, or what Connect-Bridge returned.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
