using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// Lets only an object of the type itself be one. PowerShell would make one of any custom object, out of the properties that the two share, and
/// leave the others empty; refused here, the object's properties are bound to the parameters that they are named after.
/// </summary>
/// <param name="type">The type.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExactTypeAttribute(Type type) : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Check(inputData, type)!;

    /// <summary>Returns a value that is of a type, or nothing; refuses all others.</summary>
    internal static object? Check(object? value, Type type)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is null || type.IsInstanceOfType(bare))
            return value;
        string message = $"A {bare.GetType().Name} is no {type.Name}.";
        // The cast exception inside lets PowerShell try the object's properties next.
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
