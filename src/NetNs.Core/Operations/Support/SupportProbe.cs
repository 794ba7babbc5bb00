using System.Net;
using System.Runtime.InteropServices;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>One thing to try.</summary>
/// <param name="Feature">What it is called.</param>
/// <param name="NeededFor">What needs it.</param>
/// <param name="Fix">What to do where it does not work.</param>
/// <param name="Try">Tries it: comes back, or throws the reason.</param>
/// <param name="Required">Whether the module is of no use without it.</param>
internal sealed record SupportTrial(string Feature, string NeededFor, string Fix, Action<SupportWorld> Try, bool Required = false)
{
    /// <summary>Whether it is tried inside the namespace that was made for it; else it can be tried where none could be made.</summary>
    internal bool IsInside { get; init; } = true;
}

/// <summary>
/// Finds out by trying what of the module works on this machine: never by the kernel's version or configuration, which say
/// little in containers, sandboxes and small kernels. All of it happens in a namespace that is made for it and gone afterwards.
/// </summary>
internal sealed partial class SupportProbe(NamespaceStore store)
{
    private const string Privilege = "Run as root, or with CAP_SYS_ADMIN and CAP_NET_ADMIN; 'unshare -rnm pwsh' gives you a stack of your own without root.";

    /// <summary>Tries one thing after the other.</summary>
    internal IEnumerable<NetNsSupport> Run()
    {
        var world = new SupportTrial("Network namespaces", "Everything", Privilege, _ => { }, Required: true);
        SupportWorld? made = null;
        NetNsSupport first = Result(world, () => made = new SupportWorld());
        yield return first;
        using (made)
        {
            foreach (SupportTrial trial in Trials())
            {
                yield return made is null && trial.IsInside
                    ? Row(trial, "not tried: no network namespace can be made", first.Fix)
                    : Result(trial, () => trial.Try(made!));
            }
        }
    }

    private IEnumerable<SupportTrial> Trials() =>
    [
        new("Names under /run/netns", "New-NetNamespace, ip netns", Privilege, MakeName, Required: true),
        .. LinkTrials(),
        new("IPv6", "IPv6 addresses and routes", "Boot without ipv6.disable=1, and set net.ipv6.conf.default.disable_ipv6 to 0.", TakeIPv6Address),
        new("Filtered lists (strict checking)", "Fast lists, links of other namespaces", "A kernel from 4.20 on; without it the module sees the other ends of veth pairs by number only.", Filter),
        new("Links of other namespaces by id", "Other ends of veth pairs by name", "A kernel from 4.16 on, and the same user namespace for both.", SeeOtherNamespace),
        .. NfTablesTrials(),
        new("Connection tracking (ctnetlink)", "Publish-ContainerPort: UDP", "modprobe nf_conntrack_netlink, or a kernel with CONFIG_NF_CT_NETLINK.", w => w.ListConnections()),
        new("Bridged packets past the firewall", "Traffic between ports of a bridge", "sysctl net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0", LookAtBridgeNetfilter),
        new("Sysctls of a namespace", "Set-NetSysctl, Enable-NetForwarding", "Mount /proc/sys writable; containers need --privileged or a mount of their own.", WriteSysctl),
        new("A /sys of its own", "New-NetNamespaceSession, Enter-NetNamespace", "Programs started in a namespace then see the links of this one under /sys/class/net; all else works.", MountSys),
        new("ICMP sockets", "Test-NetConnection", "CAP_NET_RAW, or sysctl net.ipv4.ping_group_range='0 2147483647'.", OpenIcmpSocket),
        new("Namespaces without root", "unshare -rnm pwsh", "Set user.max_user_namespaces to 10000, kernel.unprivileged_userns_clone to 1, kernel.apparmor_restrict_unprivileged_userns to 0.", _ => LookAtUserNamespaces()) { IsInside = false },
    ];

    private static IEnumerable<SupportTrial> LinkTrials()
    {
        yield return Kind("Veth", "New-VethPair, Connect-Bridge", w => w.Make("probe1", new VethKind { Peer = new LinkMessage { Name = "probe2" } }), required: true);
        yield return Kind("Bridge", "New-Bridge, Connect-Bridge", w => w.Make("probe3", new BridgeKind()), required: true);
        yield return Kind("Dummy", "New-NetLink", w => w.Make("probe4", new DummyKind()));
        yield return Kind("Ifb", "New-NetLink", w => w.Make("probe5", new IfbKind()));
        yield return Kind("Vlan", "New-NetLink", w => w.Make("probe6", new VlanKind { Id = 7 }, Parent(w)));
        yield return Kind("Macvlan", "New-NetLink", w => w.Make("probe7", new MacvlanKind { Mode = MacvlanMode.Bridge }, Parent(w)));
        yield return Kind("Macvtap", "New-NetLink", w => w.Make("probe8", new MacvlanKind { Tap = true, Mode = MacvlanMode.Bridge }, Parent(w)));
        // A parent serves macvlans or ipvlans, not both.
        yield return Kind("Ipvlan", "New-NetLink", w => w.Make("probe9", new IpvlanKind(), w.Route.GetLink("probe2").Index));
        yield return Kind("Vxlan", "New-NetLink", w => w.Make("probe10", new VxlanKind { Id = 7, Port = 4789 }));
        yield return Kind("Vrf", "New-NetLink", w => w.Make("probe11", new VrfKind { Table = 7 }));

        yield return new("Links of kind Tap", "New-NetLink", $"modprobe tun, or a kernel with CONFIG_TUN; a container needs {TunDevice.Path} passed in.", w => w.Inside(() => TunDevice.Create("probe12", TunType.Frames, null)).Dispose());

        static int Parent(SupportWorld world) => world.Route.GetLink("probe1").Index;

        static SupportTrial Kind(string kind, string neededFor, Func<SupportWorld, LinkMessage> make, bool required = false)
        {
            (string module, string option) = kind switch
            {
                "Vlan" => ("8021q", "VLAN_8021Q"),
                "Vrf" => ("vrf", "NET_VRF"),
                _ => (kind.ToLowerInvariant(), kind.ToUpperInvariant()),
            };
            return new($"Links of kind {kind}", neededFor, $"modprobe {module}, or a kernel with CONFIG_{option}.", w => make(w), required);
        }
    }

    // In mounts of a thread's own: the machine's stay as they are. Whether those may be changed, too, the kernel says before it
    // notices that the file is no mount point (EINVAL).
    private void MakeName(SupportWorld world)
    {
        const string NoMount = "/proc/self/comm";
        if (LibC.umount2(NoMount, LibC.MNT_EXPIRE) < 0 && SystemCall.LastError == Errno.EPERM)
            throw new SystemCallException(Errno.EPERM, "mount");
        NamespaceThread.RunApart(world.Handle, ownDescriptors: false, () =>
        {
            SystemCall.Check(LibC.mount(null, "/", null, LibC.MS_REC | LibC.MS_SLAVE, 0), "make mounts private");
            SystemCall.Check(LibC.mount("none", "/run", "tmpfs", 0, 0), "mount a tmpfs");
            var trial = new NamespaceStore("/run/netns");
            trial.Prepare();
            trial.Attach("probe", world.Handle);
            return true;
        });
        string place = Directory.Exists(store.Directory) ? store.Directory : Path.GetDirectoryName(store.Directory)!;
        SystemCall.Check(LibC.access(place, LibC.W_OK), $"write to {place}");
    }

    // What is missing where the kernel refuses; null where it is no right.
    private static string? PrivilegeFor(SystemCallException e) => e.Errno switch
    {
        Errno.EACCES when Failure.IsInUserNamespace => Failure.PlaceForNames,
        Errno.EPERM or Errno.EACCES => Privilege,
        _ => null,
    };

    private static void TakeIPv6Address(SupportWorld world)
        => world.Route.AddAddress(new AddressMessage { Family = LibC.AF_INET6, Index = 1, PrefixLength = 64, Local = IPAddress.Parse("fd00::1") });

    private static void Filter(SupportWorld world)
    {
        if (!world.TakesOption(NetlinkConstants.NETLINK_GET_STRICT_CHK))
            throw new SystemCallException(Errno.ENOPROTOOPT, "have lists filtered");
    }

    private static void SeeOtherNamespace(SupportWorld world)
    {
        using var other = new SupportWorld();
        world.Make("probe12", new VethKind { Peer = new LinkMessage { Name = "probe13", NamespaceDescriptor = (int)other.Handle.File.DangerousGetHandle() } });
        int id = world.Route.FindNamespaceId(other.Handle.File) ?? throw new SystemCallException(Errno.ENOENT, "find the id of another namespace");
        world.Route.GetLink(1, id);
    }

    // br_netfilter sends what one port of a bridge sends to another through the rules of the IP firewall: a forward policy of
    // drop, as container engines have it, then stops namespaces on one bridge from seeing each other.
    private static void LookAtBridgeNetfilter(SupportWorld world) => world.Inside(() =>
    {
        foreach (string name in (string[])["bridge-nf-call-iptables", "bridge-nf-call-ip6tables"])
        {
            string path = $"{ProcSys.Root}/bridge/{name}";
            if (File.Exists(path) && ProcSys.Read(path) == "1")
                throw new InvalidOperationException($"br_netfilter is loaded and {name} is on: what one port of a bridge sends to another passes the forward rules of the IP firewall");
        }

        return true;
    });

    private static void WriteSysctl(SupportWorld world) => world.Inside(() =>
    {
        ProcSys.Write($"{ProcSys.Root}/ipv4/ip_forward", "1");
        return true;
    });

    private static void MountSys(SupportWorld world) => NamespaceThread.RunApart(world.Handle, ownDescriptors: false, () =>
    {
        SystemCall.Check(LibC.mount(null, "/", null, LibC.MS_REC | LibC.MS_SLAVE, 0), "make mounts private");
        SystemCall.Check(LibC.mount("none", "/sys", "sysfs", 0, 0), "mount sysfs");
        return true;
    });

    private static void OpenIcmpSocket(SupportWorld world) => world.Inside(() =>
    {
        using NetlinkSocketHandle raw = LibC.socket(LibC.AF_INET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, LibC.IPPROTO_ICMP);
        if (raw.IsInvalid)
            SystemCall.Check(LibC.socket(LibC.AF_INET, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, LibC.IPPROTO_ICMP), "open an ICMP socket").Dispose();
        return true;
    });

    // A process of many threads cannot try this one (unshare(2), EINVAL): what switches it off is looked at.
    private static void LookAtUserNamespaces()
    {
        foreach ((string path, string off) in ((string, string)[])[("user/max_user_namespaces", "0"), ("kernel/unprivileged_userns_clone", "0"), ("kernel/apparmor_restrict_unprivileged_userns", "1")])
        {
            if (File.Exists($"/proc/sys/{path}") && ProcSys.Read($"/proc/sys/{path}") == off)
                throw new InvalidOperationException($"{path.Replace('/', '.')} is {off}");
        }
    }

    private static NetNsSupport Result(SupportTrial trial, Action work)
    {
        try
        {
            work();
            return Row(trial, null, null);
        }
        catch (NetlinkException e)
        {
            return Row(trial, Reason(e.KernelMessage ?? Marshal.GetPInvokeErrorMessage(e.Errno), e.Request), e.Errno is Errno.EPERM or Errno.EACCES ? Privilege : trial.Fix);
        }
        catch (SystemCallException e)
        {
            return Row(trial, Reason(Marshal.GetPInvokeErrorMessage(e.Errno), e.What), PrivilegeFor(e) ?? trial.Fix);
        }
        catch (InvalidOperationException e)
        {
            return Row(trial, e.Message, trial.Fix);
        }
    }

    private static string Reason(string why, string what) => $"{why} ({what})";

    private static NetNsSupport Row(SupportTrial trial, string? reason, string? fix) => new()
    {
        Feature = trial.Feature,
        Ok = reason is null,
        Required = trial.Required,
        NeededFor = trial.NeededFor,
        Reason = reason,
        Fix = fix,
    };
}
