namespace NetNs.Translation;

/// <summary>Thrown where the words of a command make no sense to its grammar. Never leaves the translator: it becomes the note of a translation.</summary>
internal sealed class NotUnderstoodException(string reason) : Exception(reason);
