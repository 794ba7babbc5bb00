using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetNs.Completion;

/// <summary>Completes the routing tables that have a name.</summary>
public sealed class RouteTableCompleter : IArgumentCompleter
{
    private static readonly (string Name, string Tip)[] Tables =
    [
        ("Main", "254: what everybody means by the routing table"), ("Local", "255: the kernel's own, with this namespace's addresses"),
        ("Default", "253: after all others, usually empty"), ("All", "every table, where routes are listed or removed"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => NameCompletion.From(Tables, wordToComplete);
}
