using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// As <see cref="NamespaceTransformAttribute"/>, for objects only: what PowerShell would otherwise take the text of (a name that has
/// a parameter of its own, a number) is refused, so that the binder tries the next parameter.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamespaceObjectTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (bare is not (string or int) && NamespaceTransformAttribute.Convert(inputData) is NamespaceArgument argument)
            return argument;
        string message = $"A {bare?.GetType().Name} is no namespace or process.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
