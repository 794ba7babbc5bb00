using System.Management.Automation;
using System.Net.NetworkInformation;

namespace NetNs.Binding;

/// <summary>Reads a link-layer address in any usual form: 02:42:ac:11:00:02, 02-42-AC-11-00-02, 0242.ac11.0002, 0242AC110002.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MacAddressTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (bare is PSCustomObject && NamespaceTransformAttribute.IsDeserialized((PSObject)inputData, "System.Net.NetworkInformation.PhysicalAddress"))
            bare = inputData.ToString();
        if (bare is not string { Length: > 0 } text)
            return inputData;
        return PhysicalAddress.TryParse(text.ToUpperInvariant(), out PhysicalAddress? address) && address.GetAddressBytes().Length > 0
            ? address
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a link-layer address. Write it like 02:42:ac:11:00:02.");
    }
}

/// <summary>Link-layer addresses in any usual form: 02:42:ac:11:00:02, 02-42-AC-11-00-02, 0242.ac11.0002, 0242AC110002.</summary>
internal static class LinkLayerText
{
    /// <summary>Reads one where a bad one is an ordinary error of one item.</summary>
    /// <exception cref="NetNsException">LinkLayerAddressInvalid, with the text shown.</exception>
    internal static PhysicalAddress Parse(string text)
        => PhysicalAddress.TryParse(text.ToUpperInvariant(), out PhysicalAddress? address) && address.GetAddressBytes().Length > 0
            ? address
            : throw new NetNsException(NetNsError.LinkLayerAddressInvalid, $"'{text}' is not a link-layer address.", text, "Write it like 02:42:ac:11:00:02.");
}
