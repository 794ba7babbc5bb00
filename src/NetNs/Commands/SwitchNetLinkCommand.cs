using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of Enable-NetLink and Disable-NetLink.</summary>
public abstract class SwitchNetLinkCommand : LinkTargetCommand
{
    /// <summary>Returns the links as they are then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Whether to switch on.</summary>
    private protected abstract bool Up { get; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        var done = new List<(NetNamespace Where, int Index)>();
        ForEachLink(link =>
        {
            Change(link.Description, Up ? "Switch on link" : "Switch off link", () =>
            {
                Links.Change(link.Context, link.Message, new LinkSettings { Up = Up });
                done.Add((link.Context.Namespace, link.Index));
                return null;
            });
        });
        if (!PassThru)
            return;
        // After all of one input: the state of one end of a pair depends on the other's.
        foreach ((NetNamespace where, int index) in done)
            Attempt(index, () => WriteObject(Links.Read(Session.In(where), index).AsLink()));
    }
}
