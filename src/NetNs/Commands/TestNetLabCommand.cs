using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Tells whether a lab is what its definition describes.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetLab")]
[OutputType(typeof(bool))]
public sealed class TestNetLabCommand : LabDefinitionCommand
{
    private protected override void Process(LabDefinition definition) => WriteObject(new LabOperations(Session).Compare(definition).Count == 0);
}
