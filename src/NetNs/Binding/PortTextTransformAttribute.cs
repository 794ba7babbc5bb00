using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// Lets only text be text of ports: PowerShell would write any object as text, and an object from the pipe whose properties say ports would
/// never get to be bound by them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PortTextTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ArgumentList.Transform(inputData, Check);

    private static object? Check(object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is null or string or IConvertible)
            return value;
        string message = $"A {bare.GetType().Name} is not the text of a port. Write HOSTPORT:CONTAINERPORT, like 8080:80.";
        // The cast exception inside lets PowerShell try the object's properties next.
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
