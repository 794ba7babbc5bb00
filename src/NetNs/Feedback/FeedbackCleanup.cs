using System.Management.Automation;

namespace NetNs.Feedback;

/// <summary>Takes the feedback off when the module is removed.</summary>
public sealed class FeedbackCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => NetNsFeedbackProvider.Unregister();
}
