namespace NetNs.Operations;

/// <summary>Ends the rehearsal of an operation where it would make its first change. No error: nobody but <see cref="Rehearsal"/> catches it.</summary>
internal sealed class ChangeAhead() : Exception("A change would be made now.");
