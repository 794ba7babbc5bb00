#!/bin/sh
# Prints what an operation could have changed, in a form that is the same for the same state: world-state.sh
# Without numbers, random addresses, counters and what the kernel does later on its own (link-local addresses, carrier).
show() {
    # The name of a test world says which process made it.
    echo "== $1" | sed -E 's/nt[0-9]+-[0-9a-f]+-[0-9]+/WORLD/'
    $2 ip -o -d link | awk '{
        sub(/@.*|:$/, "", $2); line = $2 ($3 ~ /[<,]UP[,>]/ ? " up" : " down")
        for (i = 4; i < NF; i++) {
            if ($i ~ /^(mtu|master|group|qlen|promiscuity|alias|hairpin|isolated|guard|learning|flood|cost|priority|stp_state|vlan_filtering|ageing_time|addrgenmode|id|remote)$/) line = line " " $i " " $(i + 1)
            if ($i ~ /^(veth|vxlan|bridge|ifb|macvlan|macvtap)$/ && $(i - 1) != "master") line = line " " $i
        }
        print line
    }' | sort
    $2 ip -o address | sed -E '/inet6 fe80/d; s/^[0-9]+: //; s/ (tentative|dadfailed)//g' | sort
    { $2 ip -4 route show table all; $2 ip -6 route show table all; } | sed -E '/fe80::|ff00::|linkdown$/d; s/ (linkdown|pref medium|proto kernel metric 256)//g; /^local|^broadcast|^anycast/d' | sort
    $2 ip neigh show nud permanent | sort
    { $2 ip -4 rule; $2 ip -6 rule; } | grep -vE '^(0|32766|32767):'
    $2 sh -c 'grep . /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding /proc/sys/net/ipv4/conf/*/route_localnet /proc/sys/net/ipv4/conf/*/forwarding /proc/sys/net/ipv6/conf/*/accept_ra'
}
show host ''
nft list ruleset | sed -E 's/packets [0-9]+ bytes [0-9]+/packets 0 bytes 0/; s/netns:([^"\/]*)\/[0-9a-f]+/netns:\1/; s/netns:[0-9]+/netns:N/' | sed -E 's/comment "[^"]*"/comment "C"/g'
for name in $(ls /run/netns 2>/dev/null); do
    if [ "$(stat -f -c %t "/run/netns/$name")" = 6e736673 ]; then
        show "$name" "ip netns exec $name"
        echo "processes $(ip netns pids "$name" | wc -l)"
    else
        echo "== stale $name"
    fi
done
mount | grep -c ' type nsfs '
exit 0
