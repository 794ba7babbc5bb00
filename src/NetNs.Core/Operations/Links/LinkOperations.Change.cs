using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Changes of links that are there.</content>
internal sealed partial class LinkOperations
{
    /// <summary>Changes settings of a link, all in one request or none.</summary>
    /// <param name="context">Where it is.</param>
    /// <param name="link">The link as it is.</param>
    /// <param name="settings">What shall change.</param>
    /// <exception cref="NetNsException">LinkSettingInvalid, LinkLayerAddressInvalid, LinkBusy, LinkNotFound.</exception>
    internal void Change(NamespaceContext context, LinkMessage link, LinkSettings settings)
    {
        settings.Check();
        settings.Check(link, context.Namespace);
        if (settings == new LinkSettings())
            return;
        if (settings.Mtu < IPv6MinMtu && link.Mtu >= IPv6MinMtu)
            session.Reporter.Warn($"An MTU of {settings.Mtu} is too small for IPv6: the kernel takes the IPv6 addresses off {link.Name}{context.Namespace.Suffix}.");
        using var undo = new Undo(session.Reporter);
        ChangeAlternativeNames(context, link, settings, undo);
        if (settings with { AlternativeNames = null } == new LinkSettings())
        {
            undo.Keep();
            return;
        }

        context.Step($"Change {link.Name}", $"link set {ShellText.Link(link.Name!)}{settings.ToCommand()}");
        try
        {
            context.Route.ChangeLink(settings.ToMessage(link.Index));
            undo.Keep();
            // A link that was up already is known, and announcing it makes the kernel forget its neighbours.
            bool isNewlyUp = settings.Up == true && !link.Flags.HasFlag(LinkFlags.Up);
            if (settings.MacAddress is not null || isNewlyUp)
                AddressAnnouncement.SendAll(context, link.Index);
            if (isNewlyUp && link.Port is not null)
                AddressAnnouncement.SendAllBehind(session, context, context.Route.GetLink(link.Index));
        }
        catch (NetlinkException e)
        {
            // The kernel works through the attributes one by one and stops at the first that it refuses.
            if (e.Errno is not (Errno.ENODEV or Errno.EPERM))
                undo.Push($"restore {link.Name}", () => context.Route.ChangeLink(settings.ToUndo(link)));
            if (e.Errno == Errno.EINVAL && settings.Mtu > link.Mtu && link.Link is not null)
            {
                throw new NetNsException(NetNsError.LinkSettingInvalid, $"{link.Name}{context.Namespace.Suffix} cannot have an MTU of {settings.Mtu}: {e.Reason}.", settings.Mtu,
                    "It cannot be larger than the MTU of the link that it runs over: raise that first.", e);
            }

            throw settings.Master is { } master ? LinkFailure.OfMaster(e, link, master, context.Namespace)
                : LinkFailure.OfChange(e, settings.IsSwitchOnly ? "switch on" : "change", link.Name!, context.Namespace);
        }
    }

    // Each is a request of its own, before the one that changes the rest.
    private static void ChangeAlternativeNames(NamespaceContext context, LinkMessage link, LinkSettings settings, Undo undo)
    {
        if (settings.AlternativeNames is not { } wanted)
            return;
        foreach (string name in link.AlternativeNames.Except(wanted))
        {
            context.Step($"Take the name {name} from {link.Name}", $"link property del dev {ShellText.Quote(link.Name!)} altname {ShellText.Quote(name)}");
            context.Route.RemoveAlternativeName(link.Index, name);
            undo.Push($"give {link.Name} the name {name} again", () => context.Route.AddAlternativeName(link.Index, name));
        }

        foreach (string name in wanted.Except(link.AlternativeNames))
        {
            context.Step($"Give {link.Name} the name {name}, too", $"link property add dev {ShellText.Quote(link.Name!)} altname {ShellText.Quote(name)}");
            try
            {
                context.Route.AddAlternativeName(link.Index, name);
            }
            catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
            {
                throw LinkFailure.NameTaken(name, context.Namespace, e);
            }

            undo.Push($"take the name {name} from {link.Name}", () => context.Route.RemoveAlternativeName(link.Index, name));
        }
    }

    /// <summary>Gives a link another name.</summary>
    /// <exception cref="NetNsException">LinkNameInvalid, LinkAlreadyExists, LinkBusy, LinkNotFound.</exception>
    internal static void Rename(NamespaceContext context, LinkMessage link, string newName)
    {
        LinkName.Check(newName);
        context.Step($"Rename {link.Name} to {newName}", $"link set {ShellText.Link(link.Name!)} name {ShellText.Quote(newName)}");
        try
        {
            context.Route.RenameLink(link.Index, newName);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            throw LinkFailure.NameTaken(newName, context.Namespace, e);
        }
        catch (NetlinkException e)
        {
            // Kernels before 6.3 refuse it while a link is up; since then only drivers that cannot take it.
            throw LinkFailure.OfChange(e, "rename", link.Name!, context.Namespace);
        }
    }
}
