using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Words for what the kernel says about links.</summary>
internal static class LinkFailure
{
    /// <summary>A link could not be made. That its name is taken is the caller's to say.</summary>
    /// <param name="e">What the kernel said.</param>
    /// <param name="request">What it was asked for.</param>
    /// <param name="where">Where it was to be.</param>
    internal static NetNsException OfCreation(NetlinkException e, LinkMessage request, NetNamespace where)
    {
        string what = $"Cannot create {request.Name}{where.Suffix}";
        return e.Errno switch
        {
            // Where the kind is there, the kernel says what else is not supported.
            Errno.EOPNOTSUPP when e.KernelMessage is null or "Unknown device type" => new NetNsException(NetNsError.KernelFeatureMissing, $"{what}: the running kernel has no links of the kind {request.Kind!.Name}.", request.Name,
                $"Load the module with 'modprobe {ModuleOf(request.Kind)}', or run a kernel that is built with {OptionOf(request.Kind)}.", e),
            Errno.EXFULL => new NetNsException(NetNsError.BridgeFull, $"{what}: the bridge has as many ports as a bridge can have, 1,023.", request.Name, "Remove a port, or use another bridge.", e),
            Errno.EBUSY => new NetNsException(NetNsError.LinkBusy, $"{what}: the link it shall run over is in use for something that excludes it, such as a bridge or another kind of sub-link.", request.Name,
                "Take the parent out of its bridge with Remove-BridgePort, or choose another parent.", e),
            Errno.EADDRINUSE => new NetNsException(NetNsError.LinkBusy, $"{what}: another link has its address or port already.", request.Name, "Choose another address or port.", e),
            Errno.EADDRNOTAVAIL => new NetNsException(NetNsError.LinkLayerAddressInvalid, $"{what}: it cannot have that link-layer address.", request.Name, null, e),
            Errno.EINVAL when request.Kind is VxlanKind { Link: null } => new NetNsException(NetNsError.LinkSettingInvalid, $"{what}: {e.Reason}.", request.Name, "Say with -Parent which link it runs over; a multicast group needs that.", e),
            Errno.EINVAL or Errno.ERANGE or Errno.EOPNOTSUPP => new NetNsException(NetNsError.LinkSettingInvalid, $"{what}: {e.Reason}.", request.Name, null, e),
            Errno.ENODEV => new NetNsException(NetNsError.LinkNotFound, $"{what}: the link it shall run over, or its bridge, is gone.", request.Name, "List the links there are with Get-NetLink.", e),
            _ => Failure.From(e, request.Name),
        };
    }

    /// <summary>A tun or tap link could not be made. That its name is taken is the caller's to say.</summary>
    internal static NetNsException OfTun(SystemCallException e, string name, NetNamespace where)
    {
        string what = $"Cannot create {name}{where.Suffix}";
        return e.Errno switch
        {
            Errno.ENOENT or Errno.ENODEV or Errno.ENXIO => new NetNsException(NetNsError.KernelFeatureMissing, $"{what}: there is no {TunDevice.Path}.", name,
                "Load the module with 'modprobe tun', or run a kernel that is built with CONFIG_TUN; a container needs the device passed in.", e),
            Errno.EACCES => new NetNsException(NetNsError.NotPermitted, $"{what}: {TunDevice.Path} belongs to another user.", name, $"Run as root, or let root run: chmod 0666 {TunDevice.Path}", e),
            _ => Failure.From(e, name),
        };
    }

    /// <summary>A link could not be changed.</summary>
    /// <param name="e">What the kernel said.</param>
    /// <param name="intent">What was tried, as a verb: "rename", "switch on".</param>
    /// <param name="name">The link.</param>
    /// <param name="where">Where it is.</param>
    internal static NetNsException OfChange(NetlinkException e, string intent, string name, NetNamespace where)
    {
        string what = $"Cannot {intent} {name}{where.Suffix}";
        return e.Errno switch
        {
            Errno.ENODEV => Failure.LinkNotFound(name, where, e),
            Errno.EBUSY => new NetNsException(NetNsError.LinkBusy, $"{what}: {e.Reason}.", name, $"Switch it off first: {Cmdlet("Disable-NetLink", name, where)}", e),
            Errno.EADDRINUSE => new NetNsException(NetNsError.LinkBusy, $"{what}: another link has its address or port already.", name, null, e),
            Errno.ENETDOWN => new NetNsException(NetNsError.LinkBusy, $"{what}: the link that it runs over is down.", name, $"Switch its parent on first with Enable-NetLink; {Cmdlet("Get-NetLink", name, where)} names it.", e),
            Errno.EADDRNOTAVAIL => new NetNsException(NetNsError.LinkLayerAddressInvalid, $"{what}: it cannot have that link-layer address.", name, "Give six bytes with an even first one, like 02:00:00:00:00:01.", e),
            Errno.EINVAL or Errno.ERANGE or Errno.EOPNOTSUPP => new NetNsException(NetNsError.LinkSettingInvalid, $"{what}: {e.Reason}.", name, null, e),
            _ => Failure.From(e, name),
        };
    }

    /// <summary>A link could not become a port of another.</summary>
    internal static NetNsException OfMaster(NetlinkException e, LinkMessage link, LinkMessage master, NetNamespace where)
    {
        string what = $"Cannot put {link.Name} into {master.Name}{where.Suffix}";
        return e.Errno switch
        {
            Errno.EXFULL => new NetNsException(NetNsError.BridgeFull, $"{what}: it has 1,023 ports, as many as the kernel gives a bridge.", master.Name, "Make a second bridge and join the two by a veth pair.", e),
            Errno.ELOOP or Errno.EINVAL or Errno.EOPNOTSUPP or Errno.EBUSY => new NetNsException(NetNsError.LinkSettingInvalid,
                $"{what}: {(e.KernelMessage?.TrimEnd('.') ?? (master.Kind is BridgeKind or VrfKind ? "a link of its kind cannot be a port of it" : $"a link of kind {LinkFactory.KindName(master)} takes no ports"))}.", link.Name,
                "Give -Master a bridge, a VRF or a bond.", e),
            _ => OfChange(e, "change", link.Name!, where),
        };
    }

    /// <summary>Another link has the name that one was to get.</summary>
    internal static NetNsException NameTaken(string name, NetNamespace where, NetlinkException? e = null)
        => new(NetNsError.LinkAlreadyExists, $"A link '{name}' is there already{where.Suffix}.", name, $"Choose another name, or free this one: {Cmdlet("Remove-NetLink", name, where)}", e);

    /// <summary>A link is there, but is not what was asked for.</summary>
    internal static NetNsException Differs(string name, NetNamespace where, string difference)
        => new(NetNsError.ExistingDiffers, $"A link '{name}' is there already{where.Suffix}, but {difference}.", name,
            $"Ask for what is there, or remove the link first with: {Cmdlet("Remove-NetLink", name, where)}");

    /// <summary>"Disable-NetLink veth0 -Namespace web".</summary>
    internal static string Cmdlet(string cmdlet, string name, NetNamespace where) => $"{cmdlet} {where.Cmdlet($"{name}")}";

    private static string ModuleOf(LinkKind kind) => kind switch
    {
        VlanKind => "8021q",
        _ => kind.Name,
    };

    private static string OptionOf(LinkKind kind) => kind switch
    {
        VlanKind => "CONFIG_VLAN_8021Q",
        VrfKind => "CONFIG_NET_VRF",
        _ => $"CONFIG_{kind.Name.ToUpperInvariant()}",
    };
}
