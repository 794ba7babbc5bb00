using System.Diagnostics;
using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>Turns whatever a user gives for a namespace into a <see cref="NamespaceArgument"/>; never fails on what is not there.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamespaceTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => ArgumentList.Transform(inputData, Convert);

    /// <summary>The argument that one value stands for, or the value where it stands for none.</summary>
    internal static object? Convert(object? value)
    {
        var wrapped = value as PSObject;
        return (wrapped?.BaseObject ?? value) switch
        {
            NamespaceArgument argument => argument,
            NetNamespace known => new NamespaceArgument(known),
            NetNsTestWorld world => new NamespaceArgument(world.Host),
            BridgeConnection connection => new NamespaceArgument(connection.Namespace),
            NetContainer container => NamespaceArgument.OfContainer(container),
            Process process => new NamespaceArgument(process),
            int number => new NamespaceArgument(number),
            string text => new NamespaceArgument(text),
            _ when FromProperties(wrapped) is { } argument => argument,
            _ => value,
        };
    }

    // An object that came from another process: its properties are all there is.
    private static NamespaceArgument? FromProperties(PSObject? value)
    {
        if (value is null)
            return null;
        if (IsDeserialized(value, "System.Diagnostics.Process"))
            return value.Properties["Id"]?.Value is int processId ? NamespaceArgument.OfProcess(processId) : null;
        if (IsDeserialized(value, "NetNs.NetContainer"))
            return DeserializedObject.Container(value);
        return NamespaceCopy.Of(value) is { } copy ? NamespaceArgument.OfCopy(copy) : null;
    }

    internal static bool IsDeserialized(PSObject value, string typeName) => value.TypeNames.Contains($"Deserialized.{typeName}");
}
