using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>What is around, as far as it keeps anybody from what is published: looked at once, and told as warnings.</content>
internal sealed partial class PortPublisher
{
    private void CheckSurroundings(PublishPlan plan, Undo? undo)
    {
        bool isAnybodyThere = _blockers.IsAnybodyThere;
        foreach (PortEntry entry in plan.Entries)
        {
            if (!entry.IsForAnyAddress && _checkedAddresses.Add(entry.HostAddress))
                CheckHostAddress(entry);
            // What comes from 127.0.0.1 starts here, and is not forwarded.
            if (!IPAddress.IsLoopback(entry.HostAddress))
            {
                CheckForwarding(Subnet.FamilyOf(entry.HostAddress), plan.Target.EndOf(entry.HostAddress).Link, undo);
            }

            if (isAnybodyThere)
                NoteFirewalls(plan, entry);
            if (_foreign.Find(entry) is { } chain && _shadowed.Add(entry))
                context.Reporter.Warn($"Connections to {entry.Name}{context.Namespace.Suffix} will not get to {ContainerPort.TextOf(entry.Target)}:{entry.TargetPort}: {chain}, and is met first. Choose another port, or remove that rule; Get-NetFirewallHook Prerouting, Output{NamespaceWord} shows the order.");
            if (entry.HostPort != 0 && _listeners.IsTaken(entry.HostPort, entry.Protocol))
                _listeners.Warn(entry);
        }
    }

    // Other machines and the host itself come by other chains.
    private void NoteFirewalls(PublishPlan plan, PortEntry entry)
    {
        foreach (ForwardedTraffic traffic in TrafficOf(plan.Target, entry))
        {
            if (plan.Options.AllowThrough)
                _allowed.Add(traffic);
            else
                _blockers.Note(traffic);
        }
    }

    // Switched on where that was asked for, and back where then nothing is published.
    private void CheckForwarding(IPFamily family, TargetLink? link, Undo? undo)
    {
        if (!_facts.Forwards(family))
        {
            if (!_checked.Add(family))
                return;
            if (undo is null)
            {
                context.Reporter.Warn($"{family} forwarding is off{context.Namespace.Suffix}: only the host itself reaches what is published. Switch it on with -EnableForwarding, or Enable-NetForwarding{NamespaceWord}.");
                return;
            }

            undo.Push($"forget that {family} forwarding was switched on", () =>
            {
                _facts.ForgetForwarding();
                _checked.Remove(family);
            });
            new ForwardingOperations(session).SwitchOn(context, family, undo);
            _facts.ForgetForwarding();
            return;
        }

        if (family == IPFamily.IPv4 && link is not null && _checkedLinks.Add(link.Index))
            CheckLinks(link, undo);
    }

    // The namespace forwards, but single links may not: with IPv4 the link that a packet comes in by decides.
    private void CheckLinks(TargetLink link, Undo? undo)
    {
        if (!_facts.Links.IsOn(link.Index))
        {
            if (undo is not null)
            {
                undo.Push($"forget that forwarding was switched on for {link.Name}", () =>
                {
                    _facts.ForgetForwarding();
                    _checkedLinks.Remove(link.Index);
                });
                new ForwardingOperations(session).SwitchOn(context, IPFamily.IPv4, undo, link.Name);
                _facts.ForgetForwarding();
            }
            else
            {
                context.Reporter.Warn($"IPv4 forwarding is off on {link.Name}{context.Namespace.Suffix}: only the host itself reaches what is published behind it. Switch it on with -EnableForwarding, or: Enable-NetForwarding -InterfaceAlias {PowerShellText.Quote(link.Name!)}{NamespaceWord}");
            }
        }

        foreach (int other in _facts.Links.LinksOff(link.Index))
        {
            if (_checkedLinks.Add(other) && context.Route.Connection.LinkName(other) is { } name)
                context.Reporter.Warn($"IPv4 forwarding is off on {name}{context.Namespace.Suffix}: who comes in by it does not reach what is published. Switch it on with: Enable-NetForwarding -InterfaceAlias {PowerShellText.Quote(name)}{NamespaceWord}");
        }
    }

    private void CheckHostAddress(PortEntry entry)
    {
        if (entry.HostAddress.Equals(IPAddress.IPv6Loopback))
        {
            context.Reporter.Warn($"Nobody reaches {entry.Name}{context.Namespace.Suffix}: the kernel lets no packet to or from ::1 leave lo. Publish at another address of the host, or at 127.0.0.1.");
            return;
        }

        try
        {
            if (context.Route.LookUpRoute(new RouteLookUp(entry.HostAddress).ToMessage()).Kind == RouteKind.Local)
                return;
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EACCES or Errno.EINVAL)
        {
            // No address of the host then.
        }

        context.Reporter.Warn($"{entry.HostAddress} is no address of the host{context.Namespace.Suffix} as yet: nobody reaches {entry.Name} before it is.");
    }
}
