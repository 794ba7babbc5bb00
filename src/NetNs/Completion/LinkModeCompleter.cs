using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes modes of the kind of link that was typed already.</summary>
public sealed class LinkModeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        VirtualLinkKind[] kinds = LanguagePrimitives.TryConvertTo(fakeBoundParameters["Kind"], out VirtualLinkKind kind)
            ? [kind] : [VirtualLinkKind.Macvlan, VirtualLinkKind.Ipvlan];
        return NameCompletion.From(kinds.SelectMany(k => VirtualLinkShape.Modes(k).Select(m => (m, $"{k}: {m}"))), wordToComplete);
    }
}
