using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists what Set-NetLab would do.</summary>
[Cmdlet(VerbsData.Compare, "NetLab")]
[OutputType(typeof(NetLabChange))]
public sealed class CompareNetLabCommand : LabDefinitionCommand
{
    private protected override void Process(LabDefinition definition) => WriteObject(new LabOperations(Session).Compare(definition), enumerateCollection: true);
}
