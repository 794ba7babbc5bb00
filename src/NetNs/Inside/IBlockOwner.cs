using System.Management.Automation;

namespace NetNs.Inside;

/// <summary>The cmdlet on whose behalf a script block runs inside a namespace.</summary>
internal interface IBlockOwner
{
    /// <summary>Goes home, where everything after the block in the pipeline belongs.</summary>
    void Leave();

    /// <summary>Goes inside again.</summary>
    void Enter();

    /// <summary>Takes what the block emitted.</summary>
    void TakeOutput(object? value);

    /// <summary>Takes an error record that is part of the output.</summary>
    void TakeMergedError(object? record);

    /// <summary>Takes an error.</summary>
    void TakeError(ErrorRecord record);

    /// <summary>Takes a warning.</summary>
    void TakeWarning(string message);

    /// <summary>Takes an information record.</summary>
    void TakeInformation(InformationRecord record);
}
