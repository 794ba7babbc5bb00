using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes priorities of the policy rules that are there.</summary>
public sealed class RulePriorityCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => RuleOperations.List(context).Select(r => (r.Priority.ToString(CultureInfo.InvariantCulture), r.ToString()));
}

/// <summary>Completes networks of the namespace: those that its links are in.</summary>
public sealed class ConnectedNetworkCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => Outward(context).Select(a => (Subnet.Of(a.IPAddress, a.PrefixLength).ToString(), $"the network of {a.InterfaceAlias}"));
}

/// <summary>Completes protocols of packets.</summary>
public sealed class RuleProtocolCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => NameCompletion.From(PolicyText.ProtocolWords.Select(p => (p, "")), wordToComplete);
}
