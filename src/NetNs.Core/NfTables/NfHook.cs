namespace NetNs.NfTables;

/// <summary>Where a base chain of an IPv4, IPv6 or inet table sees packets, linux/netfilter.h.</summary>
internal enum NfHook : uint
{
    Prerouting = 0, // NF_INET_PRE_ROUTING
    Input = 1, // NF_INET_LOCAL_IN
    Forward = 2, // NF_INET_FORWARD
    Output = 3, // NF_INET_LOCAL_OUT
    Postrouting = 4, // NF_INET_POST_ROUTING
    Ingress = 5, // NF_INET_INGRESS
}
