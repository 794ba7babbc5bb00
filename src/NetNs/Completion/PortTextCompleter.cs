using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetNs.Completion;

/// <summary>Completes the forms in which a port can be published: examples to begin with, in place of the files that PowerShell would offer.</summary>
public sealed class PortTextCompleter : IArgumentCompleter
{
    private static readonly (string Form, string Tip)[] Forms =
    [
        ("8080:80", "port 8080 of every address of the host leads to port 80"), ("0:80", "a free port of the host"), ("8080:80/udp", "UDP"),
        ("127.0.0.1:8080:80", "one address of the host"), ("[::1]:8080:80", "one IPv6 address of the host"), ("8000-8010:8000-8010", "several ports, one by one"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => NameCompletion.From(Forms, wordToComplete);
}
