using System.Collections;
using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// Lets only text be text of ports: PowerShell would write any object as text, and an object from the pipe whose properties say ports would
/// never get to be bound by them.
/// </summary>
/// <remarks>
/// What PowerShell need not convert any more it binds at the first attempt. Refusing an object with a Port property, to be asked for that
/// property later on, took a third of the time of publishing one by one.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PortTextTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? bare = Bare(inputData);
        if (bare is string one)
            return new[] { one };
        if (bare is ContainerPort port)
            return new[] { Text(port) };
        if (bare is PSCustomObject && DeserializedObject.Port(inputData) is { } saved)
            return new[] { Text(saved) };
        if (bare is PSCustomObject && ((PSObject)inputData).Properties["Port"]?.Value is { } own && Bare(own) is not PSCustomObject)
            return Transform(engineIntrinsics, own);
        return TextsOf(bare) ?? ArgumentList.Transform(inputData, Check);
    }

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    // A port that was published, to be published once more.
    private static string Text(ContainerPort port)
        => $"{ContainerPort.TextOf(port.HostAddress)}:{port.HostPort}:{port.ContainerPort}/{port.Protocol}";

    private static string[]? TextsOf(object? value)
    {
        if (value is not IList list)
            return null;
        var texts = new string[list.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            if (Bare(list[i]) is not string text)
                return null;
            texts[i] = text;
        }

        return texts;
    }

    private static object? Check(object? value)
    {
        object? bare = Bare(value);
        if (bare is null or string or IConvertible)
            return value;
        string message = $"A {bare.GetType().Name} is not the text of a port. Write HOSTPORT:CONTAINERPORT, like 8080:80.";
        // The cast exception inside lets PowerShell try the object's properties next.
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
