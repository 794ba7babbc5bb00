using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Removes scratch worlds of tests, with all that runs in them.</summary>
[Cmdlet(VerbsCommon.Remove, "NetNsTestWorld", SupportsShouldProcess = true)]
public sealed class RemoveNetNsTestWorldCommand : NetNsCommand
{
    /// <summary>Which ones: NetNsTestWorld objects or their names. One that is gone already is no error where it is given as an object. $null is none: an AfterAll runs also where New-NetNsTestWorld failed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [AllowNull]
    [AllowEmptyCollection]
    [TestWorldTransform]
    [ArgumentCompleter(typeof(TestWorldCompleter))]
    public TestWorldArgument[] World { get; set; } = [];

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (TestWorldArgument argument in World)
        {
            Attempt(argument.Subject, () =>
            {
                NetNsTestWorld world = argument.Resolve(Session);
                if (ShouldProcess(world.Name, "Remove test world"))
                    new TestWorldOperations(Session).Remove(world);
            });
        }
    }
}
