using System.Collections.Specialized;
using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Writes the definition of a lab, or of any namespaces, so that Set-NetLab makes the same again.</summary>
[Cmdlet(VerbsData.Export, "NetLab", SupportsShouldProcess = true, DefaultParameterSetName = "Lab")]
[OutputType(typeof(OrderedDictionary))]
public sealed class ExportNetLabCommand : NetNsCommand
{
    private readonly List<NetNamespace> _spaces = [];

    /// <summary>The lab; with -Namespace, the name of the lab that the definition is for.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Lab")]
    [Parameter(Position = 0, ParameterSetName = "Namespace")]
    [NeverNull(NetNsError.LabNotFound)]
    [ArgumentCompleter(typeof(LabNameCompleter))]
    public string Name { get; set; } = "lab";

    /// <summary>Namespaces, however they were made.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Namespace")]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[] Namespace { get; set; } = [];

    /// <summary>The file to write: .json, or PowerShell data (.psd1). Without it the definition is returned.</summary>
    [Parameter(Position = 1)]
    [NeverNull(NetNsError.LabInvalid)]
    public string? Path { get; set; }

    private protected override void ProcessInput()
    {
        foreach (NamespaceArgument space in Namespace)
            Attempt(space.Subject, () => _spaces.Add(space.Resolve(Session)));
    }

    private protected override void EndInput()
    {
        if (ParameterSetName == "Lab")
            Attempt(Name, () => Write(LabExport.OfLab(Session, Name)));
        else if (_spaces.Count > 0)
            Attempt(Name, () => Write(LabExport.OfNamespaces(Session, Name, [.. _spaces.Distinct()])));
    }

    private void Write(OrderedDictionary definition)
    {
        if (Path is null)
        {
            WriteObject(definition);
            return;
        }

        string path = GetUnresolvedProviderPathFromPSPath(Path);
        if (!ShouldProcess(path, $"Write the definition of lab {Name}"))
            return;
        try
        {
            File.WriteAllText(path, LabWriter.Write(definition, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NetNsException(NetNsError.LabInvalid, $"Cannot write {path}: {e.Message}", path, "Give the path of a file that can be written.", e);
        }
    }
}
