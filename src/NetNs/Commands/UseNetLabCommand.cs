using System.Management.Automation;
using NetNs.Binding;
using NetNs.Errors;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Makes a lab, runs a script block, and removes the lab whatever ends the block.</summary>
[Cmdlet(VerbsOther.Use, "NetLab")]
public sealed class UseNetLabCommand : BlockCommand
{
    /// <summary>The definition: a hashtable, an object, or the path of a .psd1 or .json file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Path", "PSPath", "FullName")]
    [NeverNull(NetNsError.LabInvalid)]
    public LabDefinitionArgument? Definition { get; set; }

    /// <summary>What to run. It gets the lab as its argument.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    private protected override void BeginInput() => Prepare(ScriptBlock);

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        LabDefinition? made = null;
        NetLab? lab = null;
        try
        {
            Attempt(Definition!.Subject, () =>
            {
                PesterAssertions.RegisterWhereLoaded(InvokeCommand, MyInvocation.MyCommand.Module.ModuleBase);
                LabDefinition definition = Definition.Read(GetUnresolvedProviderPathFromPSPath, SessionState.Path.CurrentFileSystemLocation.ProviderPath);
                var labs = new LabOperations(Session);
                // What is there already belongs to somebody, who does not expect it to be removed.
                if (labs.List(n => n == definition.Name).Count > 0)
                {
                    throw new NetNsException(NetNsError.ExistingDiffers, $"Lab '{definition.Name}' exists already, and it would be removed after the block.", definition.Name,
                        $"Remove it with: {(CmdletLine)$"Remove-NetLab {definition.Name}"}, or give the definition another Name.");
                }

                labs.Set(definition);
                made = definition;
                lab = labs.List(n => n == definition.Name) is [var found, ..] ? found : null;
            });
            if (lab is null)
                return;
            // No thread of this cmdlet shall be inside while the block is.
            Session.LetGo();
            Run(Session.Current.Namespace, ScriptBlock, [lab], tag: null);
        }
        finally
        {
            if (made is not null)
                Remove(made.Name);
        }
    }

    // A session of its own: at Ctrl+C this cmdlet's would refuse to go on.
    private void Remove(string name)
    {
        Session.LetGo();
        using var session = new OperationSession(new SilentReporter());
        try
        {
            var labs = new LabOperations(session);
            if (labs.List(n => n == name).Count > 0)
                labs.Remove(name);
        }
        catch (Exception e) when (ErrorMap.ToRecord(e, name) is { } record)
        {
            if (!StopToken.IsCancellationRequested)
                WriteError(record);
        }
    }
}
