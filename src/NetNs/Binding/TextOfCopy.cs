using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// The text of a property of an object that JSON made. JSON writes addresses and networks as objects of their parts, some of which cannot be put together again;
/// the text stands beside them: IPAddressText beside IPAddress, LinkLayerAddress beside MacAddress.
/// </summary>
internal static class TextOfCopy
{
    /// <summary>Whether the value is one that only JSON makes.</summary>
    internal static bool IsJson(object? value)
        => value is PSObject { BaseObject: PSCustomObject } parts && parts.TypeNames is ["System.Management.Automation.PSCustomObject", ..];

    /// <summary>The text beside a property; null where there is none.</summary>
    internal static string? Find(PSObject owner, string property)
        => owner.Properties[property == "MacAddress" ? "LinkLayerAddress" : property + "Text"]?.Value as string;

    /// <summary>The text of a property, or that beside it where JSON took the property to pieces.</summary>
    internal static string? Of(PSObject owner, string property)
        => owner.Properties[property]?.Value is not { } value ? null : IsJson(value) ? Find(owner, property) : value.ToString();
}
