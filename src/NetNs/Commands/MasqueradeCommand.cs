using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of Add- and Remove-Masquerade.</summary>
public abstract class MasqueradeCommand : HostWorkCommand
{
    private protected new Masquerading In(NamespaceArgument? host) => (Masquerading)base.In(host);

    private protected override IHostWork Begin(NamespaceContext context) => new Masquerading(Session, context);
}
