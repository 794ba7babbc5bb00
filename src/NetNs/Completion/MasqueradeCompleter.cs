using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Binding;
using NetNs.Netlink;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes masqueraded subnets of the namespace that was typed already, or of the current one.</summary>
public sealed class MasqueradeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        try
        {
            using var session = new OperationSession(new SilentReporter());
            var where = NamespaceTransformAttribute.Convert(fakeBoundParameters["Namespace"] ?? fakeBoundParameters["NetNs"]) as NamespaceArgument;
            var work = new Masquerading(session, session.In(where?.Resolve(session)));
            IEnumerable<(string, string)> all = work.List().GroupBy(m => m.Subnet).Select(g => (g.Key.ToString(), string.Join(", ", g.Select(m => $"by {m.OutInterface ?? "any link"}"))));
            return NameCompletion.From(all, wordToComplete).ToList();
        }
        catch (NetNsException)
        {
            return [];
        }
        catch (NetlinkException)
        {
            return [];
        }
    }
}
