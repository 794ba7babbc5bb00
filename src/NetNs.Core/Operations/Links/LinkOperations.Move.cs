using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>From one namespace to another.</content>
internal sealed partial class LinkOperations
{
    /// <summary>Moves a link, and gives it another name on the way where one is told.</summary>
    /// <remarks>The kernel takes its addresses, routes, neighbours and bridge from it and switches it off. About 16 ms each.</remarks>
    /// <param name="context">Where it is.</param>
    /// <param name="link">The link as it is.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="newName">Its name there; null: the one it has.</param>
    /// <returns>The link as it is there.</returns>
    /// <exception cref="NetNsException">LinkNameInvalid, LinkAlreadyExists where its name is taken there, KernelRefused where it is of a kind that cannot leave.</exception>
    internal NetLink Move(NamespaceContext context, LinkMessage link, NamespaceContext destination, string? newName)
    {
        string name = newName is null ? link.Name! : LinkName.Check(newName);
        if (context.Handle.Identity == destination.Handle.Identity)
        {
            if (name != link.Name)
                Rename(context, link, name);
            return Read(context, link.Index);
        }

        if (LinkFactory.IsLoopback(link))
            throw CannotLeave(context, link, null);
        if (destination.Route.FindLink(name) is not null)
            throw LinkFailure.NameTaken(name, destination.Namespace);
        if (context.Reporter.WantsSteps)
        {
            context.Reporter.Step($"Move {link.Name}{context.Namespace.Suffix} to namespace {destination.Namespace}",
                context.Ip($"link set {ShellText.Link(link.Name!)} netns {ShellText.Quote(destination.Namespace.ToString())}{(name == link.Name ? "" : $" name {ShellText.Quote(name)}")}"));
        }

        try
        {
            context.Route.ChangeLink(new LinkMessage { Index = link.Index, NamespaceDescriptor = destination.Descriptor, Name = name == link.Name ? null : name });
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            TakeBack(context, link, destination);
            throw LinkFailure.NameTaken(name, destination.Namespace, e);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EINVAL)
        {
            throw CannotLeave(context, link, e);
        }
        catch (NetlinkException e)
        {
            throw LinkFailure.OfChange(e, "move", link.Name!, context.Namespace);
        }

        return Describe(destination, Find(destination, name));
    }

    /// <summary>Moves a link and gives it there what it had here: addresses, routes that somebody made, neighbours known for good, and whether it is switched on.</summary>
    /// <remarks>See <see cref="Move"/>. Where the link cannot be switched on there, it comes back, with all that it had.</remarks>
    internal NetLink MoveWithConfiguration(NamespaceContext context, LinkMessage link, NamespaceContext destination, string? newName)
    {
        var configuration = LinkConfiguration.Read(context, link);
        using var undo = new Undo(session.Reporter);
        NetLink moved = Move(context, link, destination, newName);
        undo.Push($"bring {link.Name} back", () => Bring(destination, moved.InterfaceIndex, context, link, configuration));
        session.Checkpoint();
        LinkMessage there = destination.Route.GetLink(moved.InterfaceIndex);
        if (configuration.WasUp)
            Change(destination, there, new LinkSettings { Up = true });
        session.Checkpoint();
        configuration.Restore(destination, there);
        undo.Keep();
        return Read(destination, there.Index);
    }

    /// <summary>Switches a link off and on again. It has the same afterwards: what the kernel forgot is put back.</summary>
    /// <exception cref="NetNsException">LinkBusy, LinkNotFound.</exception>
    internal NetLink Restart(NamespaceContext context, LinkMessage link)
    {
        var configuration = LinkConfiguration.Read(context, link);
        using var undo = new Undo(session.Reporter);
        undo.Push($"switch on {link.Name}", () => SwitchOnAgain(context, link, configuration));
        Change(context, link, new LinkSettings { Up = false });
        session.Checkpoint();
        Change(context, context.Route.GetLink(link.Index), new LinkSettings { Up = true });
        configuration.Restore(context, link);
        undo.Keep();
        return Read(context, link.Index);
    }

    private static void SwitchOnAgain(NamespaceContext context, LinkMessage link, LinkConfiguration configuration)
    {
        if (!configuration.WasUp)
            return;
        context.Route.SetLinkUp(link.Index, up: true);
        configuration.Restore(context, link);
    }

    private static void Bring(NamespaceContext from, int index, NamespaceContext to, LinkMessage link, LinkConfiguration configuration)
    {
        from.Route.ChangeLink(new LinkMessage { Index = index, NamespaceDescriptor = to.Descriptor, Name = link.Name });
        LinkMessage back = to.Route.GetLink(link.Name!);
        if (configuration.WasUp)
            to.Route.SetLinkUp(back.Index, up: true);
        configuration.Restore(to, back);
    }

    private static NetNsException CannotLeave(NamespaceContext context, LinkMessage link, NetlinkException? e)
        => new(NetNsError.KernelRefused, $"Cannot move {link.Name}{context.Namespace.Suffix}: links of kind {LinkFactory.KindName(link)} cannot leave the namespace that they were made in.",
            link.Name, LinkFactory.IsLoopback(link) ? "Every namespace has one of its own." : "Make one of its kind in the other namespace.", e);

    // The kernel moves first and renames then: where the new name was taken since we looked, the link arrived under its old one.
    private void TakeBack(NamespaceContext context, LinkMessage link, NamespaceContext destination)
    {
        using var undo = new Undo(session.Reporter);
        if (destination.Route.FindLink(link.Name!) is { } stray && context.Route.FindLink(link.Name!) is null)
            undo.Push($"bring {link.Name} back", () => destination.Route.ChangeLink(new LinkMessage { Index = stray.Index, NamespaceDescriptor = context.Descriptor }));
    }
}
