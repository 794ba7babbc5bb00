using System.Management.Automation;
using System.Net;

namespace NetNs.Binding;

/// <summary>Turns what a user gives for the end of a path into a <see cref="NamespaceArgument"/>: a namespace, or the text of an address or a name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PathDestinationTransformAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IPAddress address ? new NamespaceArgument(address.ToString()) : NamespaceTransformAttribute.Convert(inputData);
}
