using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Binding;
using NetNs.Errors;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Base of completers that offer what is in the namespace that was typed already, or in the current one. What cannot be read offers nothing.</summary>
public abstract class LiveCompleter : IArgumentCompleter
{
    // A prompt shows no more.
    private protected const int Most = 200;

    /// <summary>The parameter that says where.</summary>
    private protected virtual string NamespaceParameter => "Namespace";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        object? typed = fakeBoundParameters[NamespaceParameter] ?? (NamespaceParameter == "Namespace" ? fakeBoundParameters["NetNs"] : null);
        try
        {
            using var session = new OperationSession(new SilentReporter());
            var where = NamespaceTransformAttribute.Convert(typed) as NamespaceArgument;
            return NameCompletion.From(Offers(session, session.In(where?.Resolve(session))).DistinctBy(o => o.Text), wordToComplete).Take(Most).ToList();
        }
        catch (Exception e) when (ErrorMap.ToRecord(e, null) is not null)
        {
            return [];
        }
    }

    /// <summary>What there is: the text to type, and a word on it.</summary>
    private protected abstract IEnumerable<(string Text, string Tip)> Offers(OperationSession session, NamespaceContext context);
}
