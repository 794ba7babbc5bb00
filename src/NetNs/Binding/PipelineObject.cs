using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Runtime.CompilerServices;

namespace NetNs.Binding;

/// <summary>The object that a cmdlet takes from the pipeline at the moment.</summary>
/// <remarks>
/// PowerShell keeps it in a property that is not public. No public way leads to it: a parameter that would take every object
/// changes the choice among parameter sets, and shows in the syntax of each cmdlet. PipelineInput.Tests.ps1 fails if a version of PowerShell lacks it.
/// </remarks>
internal static class PipelineObject
{
    /// <summary>The object; null where the pipeline brought $null, and where there is no input.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_CurrentPipelineObject")]
    internal static extern PSObject? Current(InternalCommand command);
}
