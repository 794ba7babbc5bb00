using System.Management.Automation;
using NetNs.Errors;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Runs a script block in a scratch world made for it, which is removed whatever ends the block.</summary>
[Cmdlet(VerbsOther.Use, "NetNsTestWorld", DefaultParameterSetName = PipedSet)]
public sealed class UseNetNsTestWorldCommand : BlockCommand
{
    private const int Attempts = 3;
    private const string DirectSet = "Direct";
    private const string PipedSet = "Piped";

    private readonly List<string> _names = [];

    /// <summary>Namespaces that the world shall have besides its host.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DirectSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = PipedSet)]
    [ValidateNotNull]
    public string[] Name { get; set; } = [];

    /// <summary>What to run in the world's host. It gets the world as its argument.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DirectSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PipedSet)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    private protected override void BeginInput() => Prepare(ScriptBlock);

    /// <inheritdoc/>
    private protected override void ProcessInput() => _names.AddRange(Name);

    /// <inheritdoc/>
    private protected override void EndInput()
    {
        NetNsTestWorld? world = null;
        Attempt(_names, () =>
        {
            PesterAssertions.RegisterWhereLoaded(InvokeCommand, MyInvocation.MyCommand.Module.ModuleBase);
            world = new TestWorldOperations(Session).Create(_names);
        });
        if (world is null)
            return;
        try
        {
            // No thread of this cmdlet shall be inside while the block is.
            Session.LetGo();
            Run(world.Host, ScriptBlock, [world], tag: null);
        }
        finally
        {
            Remove(world);
        }
    }

    // A session of its own: at Ctrl+C this cmdlet's would refuse to go on, and it holds the world's host.
    private void Remove(NetNsTestWorld world)
    {
        Session.LetGo();
        using var session = new OperationSession(new SilentReporter());
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                new TestWorldOperations(session).Remove(world);
                return;
            }
            catch (Exception e) when (ErrorMap.ToRecord(e, world) is { } record)
            {
                // An answer was lost, or descriptors were short: nobody else would try again. What is busy has been waited for.
                if (attempt < Attempts && e is not NetNsException { Error: NetNsError.NamespaceBusy })
                    continue;
                // At Ctrl+C nobody listens any more. The next world that is made after this process has ended removes it.
                if (!StopToken.IsCancellationRequested)
                    WriteError(record);
                return;
            }
        }
    }
}
