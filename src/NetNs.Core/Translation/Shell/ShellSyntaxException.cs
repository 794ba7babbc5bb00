namespace NetNs.Translation;

/// <summary>Thrown where a text is not what a shell takes. Never leaves the translator.</summary>
internal sealed class ShellSyntaxException(string reason) : Exception(reason);
