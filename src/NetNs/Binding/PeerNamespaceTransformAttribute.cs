using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// As <see cref="NamespaceTransformAttribute"/>, but an object that describes a whole pair gives its PeerNamespace, or nothing: its other
/// properties go to parameters of their own. Left to itself PowerShell would try to cast it, and throw inside, three times for each.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PeerNamespaceTransformAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => inputData is PSObject { BaseObject: PSCustomObject } described && described.Properties["PeerName"] is not null
            ? NamespaceTransformAttribute.Convert(described.Properties["PeerNamespace"]?.Value)
            : ArgumentList.Transform(inputData, NamespaceTransformAttribute.Convert);
}
