namespace NetNs.Operations;

/// <summary>One step from what a lab is to what it shall be.</summary>
/// <param name="Phase">When it is done.</param>
/// <param name="Change">What it does, for the user.</param>
/// <param name="Run">Does it. Things that earlier steps create are looked up by name.</param>
internal sealed record LabStep(LabPhase Phase, NetLabChange Change, Action<LabScene> Run);
