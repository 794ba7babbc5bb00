using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <content>Changes, and what -WhatIf says of them.</content>
public abstract partial class NetNsCommand
{
    /// <summary>
    /// Makes a change that the user agrees to, and writes what comes of it. Under -WhatIf finds out whether it would be made (see <see cref="Rehearsal"/>), and says so;
    /// where it would fail, the error is the same.
    /// </summary>
    /// <param name="target">What is changed: "veth0 in namespace web".</param>
    /// <param name="action">What is done: "Create bridge".</param>
    /// <param name="change">Checks, and makes the change. Returns what is written; null for nothing.</param>
    /// <param name="announce">What would come of it, as far as that is known before; noted for what comes later in the pipeline or script.</param>
    private protected void Change(string target, string action, Func<object?> change, Func<object?>? announce = null)
    {
        object? result = null;
        if (Session.Rehearsal is not { } rehearsal)
        {
            if (ShouldProcess(target, action))
                result = change();
        }
        else if (rehearsal.WouldChange(() => result = change()))
        {
            ShouldProcess(target, action);
            result = announce?.Invoke();
            Note(result);
        }

        // What is not there is for the next command of the pipeline, or for a script that is tried as a whole: nobody is to take it for real.
        bool isWanted = !IsRehearsal || !MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.PipelinePosition < MyInvocation.PipelineLength;
        if (result is not null && isWanted)
            WriteObject(result, enumerateCollection: true);
    }

    /// <summary>The namespace that an argument names, where it is not there but was announced.</summary>
    private protected NetNamespace? Announced(NamespaceArgument? argument)
        => argument is not null && Session.Rehearsal?.Announced.IsMade(null, argument.ToString()) == true && argument.IsMissing(Session) ? Planned.Namespace(Session, argument.ToString()) : null;

    /// <summary>Asks about a removal; under -WhatIf notes that the thing would be gone.</summary>
    /// <param name="target">What is removed, for the user.</param>
    /// <param name="action">What is done.</param>
    /// <param name="place">Where it is; null for a namespace.</param>
    /// <param name="name">The name by which it is missed.</param>
    private protected bool ShouldRemove(string target, string action, NetNamespace? place, string name)
    {
        if (ShouldProcess(target, action))
            return true;
        Session.Rehearsal?.Announced.Remove(place, name);
        return false;
    }

    private void Note(object? made)
    {
        Announcements announced = Session.Rehearsal!.Announced;
        switch (made)
        {
            case NetNamespace place:
                announced.Make(null, place.ToString());
                break;
            case VethPair pair:
                Note(pair.A);
                Note(pair.B);
                break;
            case BridgeConnection connection:
                Note(connection.HostLink);
                Note(connection.Link);
                announced.Make(null, connection.Namespace.ToString()); // it has an address by now
                break;
            case NetLink link:
                announced.Make(link.Namespace, link.Name);
                break;
        }
    }
}
