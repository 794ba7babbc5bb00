namespace NetNs.Binding;

/// <summary>
/// A parameter that narrows what is done, where $null on the command line is an error: it comes from a variable that has no value, and to
/// leave the limit out would open what was meant to be closed. A property of an object from the pipe may be null.
/// </summary>
/// <param name="error">The error.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeverNullAttribute(NetNsError error) : Attribute
{
    internal NetNsError Error { get; } = error;
}
