using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of Enable- and Disable-NetForwarding.</summary>
public abstract class SwitchNetForwardingCommand : NetNsCommand
{
    /// <summary>Only IPv4, or only IPv6. Left out, it is both, as far as the namespace has them.</summary>
    [NeverNull(NetNsError.ArgumentsInvalid)]
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IPFamily[]? AddressFamily { get; set; }

    /// <summary>One link in place of the namespace as a whole.</summary>
    [NeverNull(NetNsError.LinkNameInvalid)]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("dev")] // not Name: a namespace from the pipe has one, too
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public string[]? InterfaceAlias { get; set; }

    /// <summary>Where. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? Namespace { get; set; }

    /// <summary>Returns the state as it then is.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>On or off.</summary>
    private protected abstract bool Enable { get; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (string? link in InterfaceAlias ?? [null!])
            Attempt(link, () => Switch(Session.In(Namespace?.Resolve(Session)), link));
    }

    private void Switch(NamespaceContext context, string? name)
    {
        string? link = name is null ? null : LinkResolver.NameOf(context, name);
        // Not said: the protocols that are there. Said: one that is missing is an error.
        IEnumerable<IPFamily> families = AddressFamily ?? new[] { IPFamily.IPv4, IPFamily.IPv6 }.Where(f => ForwardingOperations.Get(context, f, link) is not null);
        var forwarding = new ForwardingOperations(Session);
        IPFamily[] wanted = [.. families.Where(f => (Session.Rehearsal is not { } rehearsal || rehearsal.WouldChange(() => forwarding.Set(context, [f], link, Enable)))
            && ShouldProcess($"{f} forwarding{(link is null ? "" : $" of {link}")}{context.Namespace.Suffix}", Enable ? "Switch on" : "Switch off"))];
        IReadOnlyList<NetForwarding> states = forwarding.Set(context, wanted, link, Enable);
        if (PassThru)
            WriteObject(states, enumerateCollection: true);
    }
}
