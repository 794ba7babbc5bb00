using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of Add- and Remove-Masquerade: the hosts that a pipeline comes by, and what is tidied up at its end.</summary>
public abstract class MasqueradeCommand : NetNsCommand
{
    private readonly HostPool<(Masquerading Work, NamespaceContext Context)> _hosts;

    private protected MasqueradeCommand()
    {
        _hosts = new(() => Session, (session, context) => (new Masquerading(session, context), context));
    }

    private protected (Masquerading Work, NamespaceContext Context) In(NamespaceArgument? host) => _hosts.In(host?.Resolve(Session));

    /// <inheritdoc/>
    private protected override void EndInput()
    {
        foreach ((Masquerading work, NamespaceContext context) in _hosts.Workers)
            Attempt(context.Namespace, work.Finish);
        _hosts.Dispose();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // At Ctrl+C, or an error that ends the pipeline, nobody comes to the end of the input.
            foreach ((Masquerading work, _) in _hosts.Workers)
                work.Finish();
            _hosts.Dispose();
        }

        base.Dispose(disposing);
    }
}
