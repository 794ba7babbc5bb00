using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes a scratch world of namespaces for a test.</summary>
[Cmdlet(VerbsCommon.New, "NetNsTestWorld", SupportsShouldProcess = true)]
[OutputType(typeof(NetNsTestWorld))]
public sealed class NewNetNsTestWorldCommand : NetNsCommand
{
    private readonly List<string> _names = [];

    /// <summary>Namespaces that it shall have besides its host.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    private protected override void ProcessInput() => _names.AddRange(Name);

    /// <inheritdoc/>
    private protected override void EndInput() => Attempt(_names, () =>
    {
        TestWorldOperations.Check(_names);
        if (!ShouldProcess(string.Join(", ", _names.Prepend("host")), "Create test world"))
            return;
        PesterAssertions.RegisterWhereLoaded(InvokeCommand, MyInvocation.MyCommand.Module.ModuleBase);
        WriteObject(new TestWorldOperations(Session).Create(_names));
    });
}
