using System.Management.Automation;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that take the definition of a lab.</summary>
public abstract class LabDefinitionCommand : NetNsCommand
{
    /// <summary>The definition: a hashtable, an object, or the path of a .psd1 or .json file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Path", "PSPath", "FullName")]
    [NeverNull(NetNsError.LabInvalid)]
    public LabDefinitionArgument[] Definition { get; set; } = [];

    private protected override void ProcessInput()
    {
        foreach (LabDefinitionArgument definition in Definition)
            Attempt(definition.Subject, () => Process(definition.Read(GetUnresolvedProviderPathFromPSPath, SessionState.Path.CurrentFileSystemLocation.ProviderPath)));
    }

    /// <summary>Works on one definition.</summary>
    private protected abstract void Process(LabDefinition definition);
}
