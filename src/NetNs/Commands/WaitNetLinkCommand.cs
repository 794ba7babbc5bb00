using System.Management.Automation;
using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Waits until links are in a state.</summary>
[Cmdlet(VerbsLifecycle.Wait, "NetLink")]
[OutputType(typeof(NetLink), typeof(Bridge))]
public sealed class WaitNetLinkCommand : LinkTargetCommand
{
    /// <summary>The state to wait for.</summary>
    [Parameter(Position = 1)]
    public LinkState State { get; set; } = LinkState.Up;

    /// <summary>How long to wait for each link: seconds, or a TimeSpan. Left out, it is for ever.</summary>
    [Parameter]
    [SecondsTransform]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachLink(link
        => WriteObject(Links.Describe(link.Context, new LinkWaiter(Session, link.Context).WaitFor(link.Message, State, Timeout)).AsLink()));
}
