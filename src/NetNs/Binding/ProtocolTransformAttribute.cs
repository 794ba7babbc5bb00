using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// Makes protocols of their names at once. What PowerShell would have to convert it binds late, and by then has chosen among the ways to call
/// Publish-ContainerPort without looking for HostPort: a line of a CSV file with a protocol would not bind.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProtocolTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => inputData is not null && LanguagePrimitives.TryConvertTo(inputData, out TransportProtocol[] protocols) && protocols is not null ? protocols : inputData!;
}
