using System.Globalization;
using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// A NetNamespace of which only the properties are left: what Select-Object, ConvertFrom-Json and Import-Clixml make, and what came from another process.
/// </summary>
internal static class NamespaceCopy
{
    private static readonly string[] TypeNames = ["Deserialized.NetNs.NetNamespace", "Selected.NetNs.NetNamespace"];

    /// <summary>Reads it; null where the object is none. Its device is unknown: nothing verifies it but its machine and, without a name, its inode.</summary>
    internal static NetNamespace? Of(PSObject value)
    {
        if (value.BaseObject is not PSCustomObject)
            return null;
        string? path = Text(value, nameof(NetNamespace.Path));
        string? name = Text(value, nameof(NetNamespace.Name));
        bool isNamespace = value.TypeNames.Any(TypeNames.Contains) || (path is not null && value.Properties[nameof(NetNamespace.Inode)] is not null);
        if (!isNamespace || (name ?? path) is null)
            return null;
        return new NetNamespace
        {
            Name = name,
            Container = Text(value, nameof(NetNamespace.Container)),
            Path = path ?? $"{Nsfs.NamespaceStore.DefaultDirectory}/{name}",
            Inode = ulong.TryParse(Text(value, nameof(NetNamespace.Inode)), NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode) ? inode : 0,
            BootId = Guid.TryParse(Text(value, nameof(NetNamespace.BootId)), out Guid boot) ? boot : ThisMachine.BootId,
            MachineName = Text(value, nameof(NetNamespace.MachineName)) ?? Environment.MachineName,
        };
    }

    private static string? Text(PSObject value, string property)
        => value.Properties[property]?.Value is { } found && LanguagePrimitives.TryConvertTo(found, out string text) && text.Length > 0 ? text : null;
}
