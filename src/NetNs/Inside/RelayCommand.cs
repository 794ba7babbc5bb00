using System.Management.Automation;

namespace NetNs.Inside;

/// <summary>What a relay carries from a script block that runs inside a namespace.</summary>
internal enum RelayedStream
{
    /// <summary>What the block emits.</summary>
    Output,

    /// <summary>Warnings, verbose and debug messages, and what else the cmdlet wants to see.</summary>
    Messages,

    /// <summary>Errors that the caller merges into the output.</summary>
    Errors,
}

/// <summary>
/// The end of the pipeline that a script block runs in inside a namespace: goes home with each object, hands it on there, and goes
/// inside again. Handing on runs the rest of the user's pipeline, on this thread. Not exported.
/// </summary>
[Cmdlet(VerbsCommunications.Write, "NamespaceOutput")]
internal sealed class RelayCommand : Cmdlet
{
    /// <summary>The cmdlet that runs the block.</summary>
    [Parameter(Mandatory = true)]
    public IBlockOwner Owner { get; set; } = null!;

    /// <summary>What arrives.</summary>
    [Parameter(Mandatory = true)]
    public RelayedStream Stream { get; set; }

    /// <summary>One object of it.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        Owner.Leave();
        try
        {
            HandOn();
        }
        finally
        {
            Owner.Enter();
        }
    }

    private void HandOn()
    {
        switch (Stream)
        {
            case RelayedStream.Output:
                Owner.TakeOutput(InputObject);
                break;
            case RelayedStream.Errors:
                Owner.TakeMergedError(InputObject);
                break;
            default:
                HandOnMessage(InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject);
                break;
        }
    }

    // Verbose and debug messages are written by this command, not by the owner: the block's own preferences have let them through,
    // the owner's must not stop them.
    private void HandOnMessage(object? record)
    {
        switch (record)
        {
            case WarningRecord warning:
                Owner.TakeWarning(warning.Message);
                break;
            case VerboseRecord verbose:
                WriteVerbose(verbose.Message);
                break;
            case DebugRecord debug:
                WriteDebug(debug.Message);
                break;
            case InformationRecord information:
                Owner.TakeInformation(information);
                break;
            case ErrorRecord error:
                Owner.TakeError(error);
                break;
        }
    }
}
