using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Virtual links besides pairs and bridges.</content>
internal sealed partial class LinkOperations
{
    /// <summary>Makes a link in its final place, in one request of the kernel.</summary>
    /// <param name="context">Where it goes.</param>
    /// <param name="parentContext">Where its parent is; may be the same.</param>
    /// <param name="options">What it shall be.</param>
    /// <exception cref="NetNsException">LinkAlreadyExists, ExistingDiffers, LinkNotFound for the parent, KernelFeatureMissing, LinkSettingInvalid, LinkBusy …</exception>
    internal NetLink Create(NamespaceContext context, NamespaceContext parentContext, NewLinkOptions options)
    {
        options.Check();
        LinkMessage? parent = options.Parent is { } reference ? Find(parentContext, reference) : null;
        var shape = VirtualLinkShape.Of(options.Kind);
        LinkMessage request = ToRequest(options, shape.Build(options, parent?.Index ?? 0), parent);
        if (request.Kind is TunKind tun)
            return CreateTun(context, options, tun);
        if (session.Reporter.WantsSteps)
            parentContext.Step($"Create {options.Kind} link {options.Name}", CreateCommand(options, request, parent, ReferenceEquals(context, parentContext) ? null : context));
        try
        {
            LinkMessage made = Create(context, parentContext, request);
            return Describe(context, options.Up ? context.Route.GetLink(made.Index) : made);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            LinkMessage there = context.Route.FindLink(options.Name)
                ?? throw new NetNsException(NetNsError.LinkAlreadyExists, $"Cannot create {options.Name}{context.Namespace.Suffix}: {e.Reason}.", options.Name, "Find the link that is there with Get-NetLink.", e);
            return options.Reuse ? Reuse(context, there, options, request.Kind!, parent) : throw Failure.LinkAlreadyExists(options.Name, context.Namespace, e);
        }
        catch (NetlinkException e)
        {
            throw LinkFailure.OfCreation(e, request, context.Namespace);
        }
    }

    private LinkMessage Create(NamespaceContext context, NamespaceContext parentContext, LinkMessage request)
    {
        if (ReferenceEquals(context, parentContext))
            return CreateUnlessDying(context, request, context, null);
        try
        {
            parentContext.Route.CreateLinkElsewhere(request with { NamespaceDescriptor = context.Descriptor });
        }
        catch (NetlinkException e) when (e.Errno is Errno.ETIMEDOUT or Errno.ENOBUFS)
        {
            if (context.Route.FindUnanswered(request) is not { } there)
                throw;
            return there;
        }

        return context.Route.GetLink(request.Name!);
    }

    private static LinkMessage ToRequest(NewLinkOptions options, LinkKind kind, LinkMessage? parent) => new()
    {
        Name = options.Name,
        Address = options.MacAddress?.GetAddressBytes() ?? (SharesAddress(kind) ? null : RandomMac()),
        Mtu = (uint?)options.Mtu,
        Link = kind is VxlanKind ? null : parent?.Index,
        Kind = kind,
        Flags = options.Up ? LinkFlags.Up : LinkFlags.None,
        Change = options.Up ? LinkFlags.Up : LinkFlags.None,
    };

    // These have their parent's address.
    private static bool SharesAddress(LinkKind kind) => kind is VlanKind or IpvlanKind or MacvlanKind { Mode: MacvlanMode.Passthru };

    private NetLink Reuse(NamespaceContext context, LinkMessage there, NewLinkOptions options, LinkKind kind, LinkMessage? parent)
    {
        NetLink link = Describe(context, there);
        string? difference = LinkDifference.OfKind(there, kind)
            ?? (parent is null || link.ParentName == parent.Name ? null : $"it runs over {link.ParentName ?? "no other link"}, not over {parent.Name}")
            ?? LinkDifference.OfMtu(there, options.Mtu)
            ?? LinkDifference.OfAddress(there, options.MacAddress)
            ?? LinkDifference.OfState(there, options.Up);
        return difference is null ? link : throw LinkFailure.Differs(there.Name!, context.Namespace, difference);
    }

    private static string CreateCommand(NewLinkOptions options, LinkMessage request, LinkMessage? parent, NamespaceContext? elsewhere)
        => $"link add {(request.Link is null ? "" : $"link {ShellText.Quote(parent!.Name!)} ")}name {ShellText.Quote(options.Name)}{AddressWords(options.MacAddress)}{(options.Mtu is { } mtu ? $" mtu {mtu}" : "")}"
            + $"{(options.Up ? " up" : "")}{(elsewhere is null ? "" : $" netns {ShellText.Quote(elsewhere.Namespace.ToString())}")} type {VirtualLinkShape.ToCommand(request.Kind!, parent?.Name)}";
}
