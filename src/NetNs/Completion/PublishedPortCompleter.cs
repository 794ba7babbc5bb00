using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Binding;
using NetNs.Netlink;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes published ports of the namespace that was typed already, or of the current one.</summary>
public sealed class PublishedPortCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        try
        {
            using var session = new OperationSession(new SilentReporter());
            var where = NamespaceTransformAttribute.Convert(fakeBoundParameters["Namespace"] ?? fakeBoundParameters["NetNs"]) as NamespaceArgument;
            NamespaceContext context = session.In(where?.Resolve(session));
            var ports = new PublishedPorts(session, context);
            IEnumerable<(string, string)> all = PublishedPorts.Read(context)
                .OrderBy(p => p.Entry.HostPort)
                .GroupBy(p => p.Entry.HostPort)
                .Select(g => (g.Key.ToString(CultureInfo.InvariantCulture), string.Join(", ", g.Select(p => $"{p.Entry.Name} to {p.Entry.Target} port {p.Entry.TargetPort}"))));
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
