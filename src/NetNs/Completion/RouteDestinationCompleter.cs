using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Binding;
using NetNs.Netlink;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes destinations of the routes of the namespace that was typed already, or of the current one.</summary>
public sealed class RouteDestinationCompleter : IArgumentCompleter
{
    // A prompt shows no more, and a table may have a million.
    private const int Most = 200;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        try
        {
            using var session = new OperationSession(new SilentReporter());
            NamespaceArgument? where = (fakeBoundParameters["Namespace"] ?? fakeBoundParameters["NetNs"]) is { } said ? NamespaceTransformAttribute.Convert(said) as NamespaceArgument : null;
            IEnumerable<(string, string)> routes = RouteOperations.List(session.In(where?.Resolve(session)), new RouteListing())
                .Take(10 * Most).Select(r => (r.DestinationPrefix.PrefixLength == 0 ? "default" : r.DestinationPrefix.ToString(), r.ToString())).DistinctBy(r => r.Item1);
            return NameCompletion.From(routes, wordToComplete).Take(Most).ToList();
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
