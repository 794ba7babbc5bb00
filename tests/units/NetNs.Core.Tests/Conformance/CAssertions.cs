using System.Text;

namespace NetNs.Tests.Conformance;

/// <summary>Writes one C file of static assertions about declarations.</summary>
internal static class CAssertions
{
    /// <summary>Names that are newer than <see cref="Oldest"/>, and the kernel whose headers have them first.</summary>
    internal static readonly IReadOnlyDictionary<string, Version> Newer = new Dictionary<string, Version>();

    /// <summary>The headers that every other name must be in.</summary>
    internal static readonly Version Oldest = new(6, 1);

    // Structs that the kernel makes longer from time to time: ours is their beginning.
    private static readonly HashSet<string> Growing = ["rtnl_link_stats64"];

    private static readonly string[] Headers =
    [
        "errno.h", "fcntl.h", "poll.h", "sched.h", "signal.h", "stddef.h", "sys/eventfd.h", "sys/file.h", "sys/inotify.h", "sys/ioctl.h", "sys/mount.h", "sys/socket.h", "sys/syscall.h", "sys/vfs.h", "netinet/in.h", "netinet/tcp.h",
        "linux/version.h", "linux/magic.h", "linux/nsfs.h", "linux/stat.h", "linux/netlink.h", "linux/rtnetlink.h", "linux/if.h", "linux/if_link.h", "linux/if_bridge.h", "linux/if_tun.h",
        "linux/if_addr.h", "linux/if_arp.h", "linux/ip.h", "linux/netconf.h", "linux/neighbour.h", "linux/net_namespace.h", "linux/veth.h", "linux/fib_rules.h", "linux/nexthop.h",
        "linux/netfilter.h", "linux/netfilter_arp.h", "linux/netfilter_ipv4.h", "linux/netfilter_ipv4/ip_tables.h", "linux/netfilter_ipv6/ip6_tables.h", "linux/netfilter/nfnetlink.h", "linux/netfilter/nf_tables.h", "linux/netfilter/nf_tables_compat.h", "linux/netfilter/xt_conntrack.h", "linux/netfilter/xt_connmark.h", "linux/netfilter/xt_CT.h", "linux/netfilter/xt_addrtype.h", "linux/netfilter/xt_multiport.h", "linux/netfilter/xt_tcpudp.h", "linux/netfilter/xt_comment.h", "linux/netfilter/nf_nat.h", "linux/netfilter/nf_conntrack_common.h",
        "linux/netfilter/nfnetlink_conntrack.h", "linux/netfilter/nf_conntrack_tcp.h", "linux/sock_diag.h", "linux/inet_diag.h", "linux/icmp.h", "linux/icmpv6.h",
    ];

    internal static string Write(IEnumerable<KernelName> names, IEnumerable<KernelStruct> structs)
    {
        var text = new StringBuilder("#define _GNU_SOURCE\n");
        foreach (string header in Headers)
            text.Append($"#include <{header}>\n");
        foreach (KernelName name in names.Where(n => n.CName is not null))
        {
            if (Newer.TryGetValue(name.CName!, out Version? since))
                text.Append($"#if LINUX_VERSION_CODE >= {(since.Major << 16) + (since.Minor << 8)}\n");
            text.Append($"_Static_assert((long long)({name.CName}) == {name.Value}LL, \"{name.Where} = {name.Value} is not {name.CName}\");\n");
            if (since is not null)
                text.Append("#endif\n");
        }

        foreach (KernelStruct one in structs)
            WriteStruct(text, one);
        return text.ToString();
    }

    private static void WriteStruct(StringBuilder text, KernelStruct one)
    {
        // Room behind the fields may be larger than C's struct, a beginning may be smaller, all else is the same.
        string comparison = one.IsRoom ? "<=" : Growing.Contains(one.CName) ? ">=" : "==";
        text.Append($"_Static_assert(sizeof(struct {one.CName}) {comparison} {one.Size}, \"{one.Where} has {one.Size} bytes, not those of struct {one.CName}\");\n");
        foreach (KernelField field in one.Fields)
        {
            string where = $"{one.Where}.{field.Name}";
            text.Append($"_Static_assert(offsetof(struct {one.CName}, {field.CName}) == {field.Offset}, \"{where} is not where {field.CName} is\");\n");
            text.Append($"_Static_assert(sizeof(((struct {one.CName} *)0)->{field.CName}) == {field.Size}, \"{where} is not as large as {field.CName}\");\n");
        }
    }
}
