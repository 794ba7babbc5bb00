using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>As <see cref="LinkTransformAttribute"/>, for the end that a bridge takes: of a pair the first one, of a connection the outer one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BridgePortTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => ArgumentList.Transform(inputData, Convert);

    /// <summary>The argument that one value stands for.</summary>
    internal static object? Convert(object? value)
    {
        var wrapped = value as PSObject;
        return (wrapped?.BaseObject ?? value) switch
        {
            BridgeConnection connection => new LinkArgument(connection.HostLink),
            VethPair pair => new LinkArgument(pair.A),
            _ when wrapped is not null && CopiedEnd(wrapped) is { } end => LinkTransformAttribute.Convert(end),
            _ => LinkTransformAttribute.Convert(value),
        };
    }

    // Of an object that came from another process: the property that holds the end.
    private static object? CopiedEnd(PSObject value)
        => NamespaceTransformAttribute.IsDeserialized(value, "NetNs.BridgeConnection") ? value.Properties["HostLink"]?.Value
            : NamespaceTransformAttribute.IsDeserialized(value, "NetNs.VethPair") ? value.Properties["A"]?.Value
            : null;
}
