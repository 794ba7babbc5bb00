using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Binding;
using NetNs.Netlink;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Completion;

/// <summary>Completes names of links of the namespace that was typed already, or of the current one.</summary>
public class LinkNameCompleter : IArgumentCompleter
{
    /// <summary>The parameter that says where.</summary>
    private protected virtual string NamespaceParameter => "Namespace";

    /// <summary>The one kind that fits; null where every kind does.</summary>
    private protected virtual LinkKind? Kind => null;

    /// <summary>Whether a link of that kind fits.</summary>
    private protected virtual bool Fits(LinkMessage link) => true;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        try
        {
            using var session = new OperationSession(new SilentReporter());
            NamespaceArgument? where = (fakeBoundParameters[NamespaceParameter] ?? (NamespaceParameter == "Namespace" ? fakeBoundParameters["NetNs"] : null)) is { } said ? NamespaceTransformAttribute.Convert(said) as NamespaceArgument : null;
            List<LinkMessage> links = session.In(where?.Resolve(session)).Route.DumpLinks(kind: Kind);
            return NameCompletion.From(links.Where(Fits).Select(l => (l.Name!, LinkFactory.KindName(l))), wordToComplete).ToList();
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

/// <summary>Completes names of bridges.</summary>
public class BridgeNameCompleter : LinkNameCompleter
{
    private protected override LinkKind? Kind => new BridgeKind();
}

/// <summary>Completes names of bridges where -Namespace means something else than the bridge's own.</summary>
public sealed class BridgeOfConnectionCompleter : BridgeNameCompleter
{
    private protected override string NamespaceParameter => "BridgeNamespace";
}

/// <summary>Completes names of ports, and of bridges, which stand for all their ports.</summary>
public sealed class BridgePortNameCompleter : LinkNameCompleter
{
    private protected override bool Fits(LinkMessage link) => link.Port is not null || link.Kind is BridgeKind;
}

/// <summary>Completes names of links that take others as ports: bridges, VRFs, bonds.</summary>
public sealed class MasterNameCompleter : LinkNameCompleter
{
    private protected override bool Fits(LinkMessage link) => link.Kind is { Name: "bridge" or "vrf" or "bond" or "team" };
}
