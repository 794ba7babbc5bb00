using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>Links of all kinds in one table.</summary>
internal static class LinkOutput
{
    /// <summary>
    /// The link, for WriteObject: a bridge among other links is shown as the link that it is. Its own view has other columns, and
    /// PowerShell breaks a table off where the type with the first view ends.
    /// </summary>
    internal static object AsLink(this NetLink link)
    {
        if (link is not Bridge)
            return link;
        var shown = PSObject.AsPSObject(link);
        shown.TypeNames.Insert(0, "NetNs.NetLink");
        return shown;
    }
}
