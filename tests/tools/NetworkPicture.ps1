# The network of the test's stack as ip and bridge see it, without what no command decides.

# What no command decides: numbers, what the kernel counts, draws by lot, or does by itself in its own time on a link that is up.
$script:leftOutOfPicture = @(
    '"(ifindex|link_index|link_netnsid|operstate|qdisc|tentative|state|id|no|\w*_timer|designated_\w+|port_id|root_\w+|bridge_id|topology_change\w*|config_pending|multicast_router|mdb_n_ports)":("[^"]*"|[\w.]+|\["NOARP"\]|\["PERMANENT"\]),?'
    '\{[^{}]*"local":"fe80[^{}]*\},?'
    '"(NO-CARRIER|LOWER_UP|linkdown)",?'
    # IPv6 routes of the kernel come and go with duplicate address detection; multicast neighbours with whoever listens.
    '\{[^{}]*"protocol":"kernel"[^{}]*"pref":"medium"[^{}]*\},?'
    '\{[^{}]*"dst":"(ff0|22\d\.)[^{}]*\},?'
) -join '|'
$script:randomAddress = '\b(?!02:00:00|ff:ff|00:00|33:33)([0-9a-f]{2}:){5}[0-9a-f]{2}\b'

function Get-NetworkPicture {
    # What ip and bridge see of each namespace, an object of their JSON on a line. -AnyProtocol: who made a route does not count.
    param([switch] $AnyProtocol)
    $said = sh -c @'
        for name in "" $(ls /run/netns); do
            at="${name:+-n $name}"
            echo "namespace $name"
            ip $at -d -json addr
            ip $at -4 -json route show table all
            ip $at -6 -json route show table all
            ip $at -json neigh show nud permanent nud noarp
            bridge $at -d -json link
            ip $at -4 -json rule
            ip $at -6 -json rule
            ${name:+ip netns exec $name} cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding /proc/sys/net/ipv4/conf/lo/rp_filter
        done
'@
    if ($AnyProtocol) { $said = $said -replace '"protocol":"static",?' }
    $said -replace $script:leftOutOfPicture -replace ',(?=[\]}])' -replace $script:randomAddress, '<mac>' -replace '"link":"if\d+"', '"link":"<outside>"' -replace '"(valid|preferred)_life_time":(\d\d)\d\d\b', '"$1_life_time":"$2xx"' -split '(?<=\}),(?=\{)'
}
