namespace NetNs.Translation;

/// <summary>A command line of <c>ip</c>, without what stands before the subcommand's own words.</summary>
/// <param name="Command">The whole command line, with the namespace of <c>-n</c> as its place.</param>
/// <param name="Words">The words behind the verb.</param>
/// <param name="Options">The options that were given: "4", "6", "stats", "details", "json", "all".</param>
internal sealed record IpRequest(CommandLine Command, WordReader Words, IReadOnlySet<string> Options)
{
    /// <summary>"IPv4" or "IPv6" where an option says so.</summary>
    internal string? Family => Options.Contains("4") ? "IPv4" : Options.Contains("6") ? "IPv6" : null;

    /// <summary>A cmdlet that acts where the command acts.</summary>
    internal CmdletCall Call(string cmdlet) => Command.Call(cmdlet);

    /// <summary>A cmdlet that lists, with the family that was asked for.</summary>
    internal CmdletCall List(string cmdlet) => Call(cmdlet).With("AddressFamily", Family is { } family ? (CmdletValue)family : null);

    /// <summary>What an unknown word of a list means: the list is told without that limit.</summary>
    internal static string Unread(string word) => $"'{word}' has no parameter: use Where-Object on the objects.";
}
