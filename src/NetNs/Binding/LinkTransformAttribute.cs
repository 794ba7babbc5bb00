using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// Turns whatever a user gives for a link into a <see cref="LinkArgument"/>. It never fails on what is not there, but does on what is
/// no link: PowerShell would take the text of any object for a name, that of a namespace among them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LinkTransformAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] LinkTypes = ["NetNs.NetLink", "NetNs.Bridge", "NetNs.NetLinkStatistics"];

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => ArgumentList.Transform(inputData, Convert);

    /// <summary>The argument that one value stands for.</summary>
    internal static object? Convert(object? value)
    {
        var wrapped = value as PSObject;
        return (wrapped?.BaseObject ?? value) switch
        {
            null => null,
            LinkArgument argument => argument,
            NetLink link => new LinkArgument(link),
            VethPair pair => new LinkArgument(pair),
            BridgeConnection connection => new LinkArgument(connection.Link),
            BridgePort port => new LinkArgument(port.Link, new NamespaceArgument(port.Namespace)),
            NetIPAddress address => new LinkArgument(address.InterfaceAlias, new NamespaceArgument(address.Namespace)),
            NetLinkStatistics counters => new LinkArgument(counters.Name, new NamespaceArgument(counters.Namespace)),
            NetRoute { InterfaceAlias: { } name } route => new LinkArgument(name, new NamespaceArgument(route.Namespace)),
            NetNeighbor neighbor => new LinkArgument(neighbor.InterfaceAlias, new NamespaceArgument(neighbor.Namespace)),
            NetIPConfiguration configuration => new LinkArgument(configuration.InterfaceAlias, new NamespaceArgument(configuration.Namespace)),
            int index => new LinkArgument(index),
            long and > 0 and <= int.MaxValue and var index => new LinkArgument((int)index), // as JSON has it
            string name => new LinkArgument(name),
            _ when wrapped is not null && FromProperties(wrapped) is { } argument => argument,
            var other => throw NotALink(other),
        };
    }

    // An object that came from another process, or of which properties were selected: they are all there is.
    private static LinkArgument? FromProperties(PSObject value)
    {
        if (IsCopyOf(value, "NetNs.VethPair"))
            return FromEnd(value, "A") is { } first && FromEnd(value, "B") is { } second ? new LinkArgument(first, second) : null;
        object? name = value.Properties["InterfaceAlias"]?.Value ?? (LinkTypes.Any(t => IsCopyOf(value, t)) ? value.Properties["Name"]?.Value : null);
        return name is string text
            ? new LinkArgument(text, value.Properties["Namespace"]?.Value is { } where ? NamespaceTransformAttribute.Convert(where) as NamespaceArgument : null)
            : null;
    }

    private static LinkArgument? FromEnd(PSObject pair, string property)
        => pair.Properties[property]?.Value is { } end ? FromProperties(PSObject.AsPSObject(end)) : null;

    private static bool IsCopyOf(PSObject value, string typeName) => value.TypeNames.Any(t => t == "Deserialized." + typeName || t == "Selected." + typeName);

    // The cast exception inside lets PowerShell try the object's properties next.
    private static ArgumentTransformationMetadataException NotALink(object value)
    {
        string message = $"A {value.GetType().Name} is no link. Give a NetLink, a VethPair, a name or a number.";
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
