using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Links whose other end is a program: made through a device file, where all others are made by message.</content>
internal sealed partial class LinkOperations
{
    private NetLink CreateTun(NamespaceContext context, NewLinkOptions options, TunKind kind)
    {
        var settings = new LinkSettings { MacAddress = options.MacAddress, Mtu = options.Mtu, Up = options.Up ? true : null };
        string name = ShellText.Quote(options.Name);
        context.Step($"Create {options.Kind} link {options.Name}", $"tuntap add dev {name} mode {(kind.IsTap ? "tap" : "tun")}{(kind.Owner is { } user ? $" user {user}" : "")}");
        try
        {
            if (session.Rehearsal is { } rehearsal)
            {
                if (context.Route.FindLink(options.Name) is not null)
                    throw new SystemCallException(Errno.EBUSY, $"make {options.Name}");
                rehearsal.Change();
            }

            using TunDevice device = context.RunInside(() => TunDevice.Create(options.Name, kind.Type!.Value, kind.Owner));
            LinkMessage made = context.Route.GetLink(options.Name);
            Change(context, made, settings);
            session.Checkpoint();
            device.Keep();
            return Describe(context, context.Route.GetLink(made.Index));
        }
        catch (SystemCallException e) when (e.Errno == Errno.EBUSY)
        {
            LinkMessage there = context.Route.FindLink(options.Name) ?? throw Failure.From(e, options.Name);
            return options.Reuse ? Reuse(context, there, options, kind, null) : throw Failure.LinkAlreadyExists(options.Name, context.Namespace);
        }
        catch (SystemCallException e)
        {
            throw LinkFailure.OfTun(e, options.Name, context.Namespace);
        }
    }
}
