using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Shows what each link has: addresses, gateways, neighbours, MTU.</summary>
[Cmdlet(VerbsCommon.Get, "NetIPConfiguration")]
[Alias("gip")]
[OutputType(typeof(NetIPConfiguration))]
public sealed class GetNetIPConfigurationCommand : LinkListCommand
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "dev", "Link")]
    [SupportsWildcards]
    [LinkTransform]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public override LinkArgument[]? InterfaceAlias { get; set; }

    private protected override void List(NamespaceContext context, LinkSelection links)
    {
        foreach (NetIPConfiguration configuration in ConfigurationOperations.List(context, links.Single, links.IsAll ? null : links.Contains))
            WriteObject(configuration);
    }
}
