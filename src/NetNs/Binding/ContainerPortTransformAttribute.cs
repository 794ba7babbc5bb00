using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// Makes a port that came from another process, or out of a file, a port again. PowerShell would try by itself, but does not know how to make a network of the
/// text of its clients, and takes any object with a port's properties for one.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ContainerPortTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ArgumentList.Transform(inputData, value => DeserializedObject.Port(value) ?? ExactTypeAttribute.Check(value, typeof(ContainerPort)));
}
