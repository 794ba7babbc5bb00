using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that act in one namespace.</summary>
public abstract class NamespaceTargetCommand : NetNsCommand
{
    /// <summary>
    /// Where to act: a NetNamespace, a name, a path, a process id or a Process. Left out, it is the namespace of the calling thread.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? Namespace { get; set; }

    /// <summary>Sockets in the namespace that was asked for. Belongs to the session.</summary>
    private protected NamespaceContext Context => Session.In(Namespace?.Resolve(Session));
}
