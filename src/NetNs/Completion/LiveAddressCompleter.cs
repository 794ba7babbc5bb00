using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net;
using NetNs.Binding;
using NetNs.Netlink;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>The base of completers that offer addresses from the state of the namespace that was typed already, or of the current one.</summary>
public abstract class LiveAddressCompleter : IArgumentCompleter
{
    // A prompt shows no more.
    private protected const int Most = 200;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        try
        {
            using var session = new OperationSession(new SilentReporter());
            NamespaceArgument? where = (fakeBoundParameters["Namespace"] ?? fakeBoundParameters["NetNs"]) is { } said ? NamespaceTransformAttribute.Convert(said) as NamespaceArgument : null;
            return NameCompletion.From(Addresses(session.In(where?.Resolve(session))).DistinctBy(a => a.Text), wordToComplete).Take(Most).ToList();
        }
        catch (Exception e) when (e is NetNsException or NetlinkException)
        {
            return [];
        }
    }

    /// <summary>What there is: the text to type, and a word on it.</summary>
    private protected abstract IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context);

    /// <summary>The addresses of a namespace under which others know it.</summary>
    private protected static IEnumerable<NetIPAddress> Outward(NamespaceContext context)
        => AddressOperations.List(context).Where(a => !IPAddress.IsLoopback(a.IPAddress) && !a.IPAddress.IsIPv6LinkLocal);
}
