#!/usr/bin/env python3
"""Captures netlink messages of the real ip and bridge tools and of the kernel as fixtures for the unit tests.

    tests/private-stack.sh tests/tools/capture-fixtures.py [NAME...]

Each case gets a network namespace of its own, an empty /run/netns, and strace around the one command. A request is caught also
where this kernel refuses it. Writes tests/units/Fixtures/NAME.hex; needs strace, iproute2 and the kernel headers.
"""
import os
import platform
import re
import subprocess
import sys

import netlink_annotate
import netlink_trace

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "units", "Fixtures")
VETH = "ip link add va address 02:00:00:00:00:0a type veth peer name vb address 02:00:00:00:00:0b"
UP = f"{VETH}; ip link set va up; ip link set vb up"
NET = f"{UP}; ip addr add 10.88.0.2/24 dev va; ip addr add 2001:db8::2/64 dev va nodad"
BRIDGE = "ip link add br0 address 02:00:00:00:00:01 type bridge"
PORT = f"{BRIDGE}; {VETH}; ip link set va master br0"

# name, what to set up, the command, the type of the message, bytes that it must hold (to choose among several)
CASES = [
    # links: made
    ("request-link-add-veth", "", "ip link add va type veth peer name vb", "RTM_NEWLINK", b"veth"),
    ("request-link-add-veth-into-namespace", f"{BRIDGE}; ip netns add w",
     "ip link add va mtu 1400 master br0 type veth peer name eth0 address 02:00:00:00:00:0b mtu 1400 netns w", "RTM_NEWLINK", b"veth"),
    ("request-link-add-bridge", "", "ip link add br0 type bridge", "RTM_NEWLINK", b"bridge"),
    ("request-link-add-bridge-options", "",
     "ip link add br0 address 02:00:00:00:00:01 mtu 1400 type bridge forward_delay 200 hello_time 200 max_age 2000 ageing_time 30000 "
     "stp_state 1 priority 4096 vlan_filtering 1 group_fwd_mask 8 mcast_snooping 0", "RTM_NEWLINK", b"bridge"),
    ("request-link-add-vxlan", VETH, "ip link add vx0 type vxlan id 42 remote 192.0.2.2 local 192.0.2.1 dev va dstport 4789 nolearning",
     "RTM_NEWLINK", b"vxlan"),
    ("request-link-add-vxlan-ipv6", "", "ip link add vx0 type vxlan id 43 remote 2001:db8::2 local 2001:db8::1 dstport 4789",
     "RTM_NEWLINK", b"vxlan"),
    ("request-link-add-macvlan", VETH, "ip link add mv0 link va type macvlan mode bridge", "RTM_NEWLINK", b"macvlan"),
    ("request-link-add-macvtap", VETH, "ip link add mt0 link va type macvtap mode private", "RTM_NEWLINK", b"macvtap"),
    ("request-link-add-ipvlan", VETH, "ip link add iv0 link va type ipvlan mode l3s private", "RTM_NEWLINK", b"ipvlan"),
    ("request-link-add-vlan", VETH, "ip link add va.7 link va type vlan protocol 802.1ad id 7", "RTM_NEWLINK", b"vlan"),
    ("request-link-add-dummy", "", "ip link add d0 type dummy", "RTM_NEWLINK", b"dummy"),
    ("request-link-add-ifb", "", "ip link add ifb7 numtxqueues 2 numrxqueues 3 type ifb", "RTM_NEWLINK", b"ifb7"),
    ("request-link-add-vrf", "", "ip link add blue type vrf table 100", "RTM_NEWLINK", b"vrf"),
    # links: changed and removed
    ("request-link-set-up", VETH, "ip link set va up", "RTM_NEWLINK", b""),
    ("request-link-set-down", UP, "ip link set va down", "RTM_NEWLINK", b""),
    ("request-link-set-promisc", VETH, "ip link set va promisc on", "RTM_NEWLINK", b""),
    ("request-link-set-mtu", VETH, "ip link set va mtu 1400", "RTM_NEWLINK", b""),
    ("request-link-set-address", VETH, "ip link set va address 02:00:00:00:00:42", "RTM_NEWLINK", b""),
    ("request-link-set-alias", VETH, "ip link set va alias uplink", "RTM_NEWLINK", b""),
    ("request-link-set-txqueuelen", VETH, "ip link set va txqueuelen 500", "RTM_NEWLINK", b""),
    ("request-link-set-group", VETH, "ip link set va group 42", "RTM_NEWLINK", b""),
    ("request-link-set-name", VETH, "ip link set va name uplink", "RTM_NEWLINK", b"uplink"),
    ("request-link-set-master", f"{BRIDGE}; {VETH}", "ip link set va master br0", "RTM_NEWLINK", b""),
    ("request-link-set-nomaster", PORT, "ip link set va nomaster", "RTM_NEWLINK", b""),
    ("request-link-set-namespace", f"{VETH}; ip netns add w", "ip link set va netns w", "RTM_NEWLINK", b""),
    ("request-link-set-addrgenmode", VETH, "ip link set va addrgenmode none", "RTM_NEWLINK", b""),
    ("request-link-set-bridge", BRIDGE, "ip link set br0 type bridge ageing_time 6000", "RTM_NEWLINK", b"bridge"),
    ("request-link-set-bridge-port", PORT,
     "ip link set va type bridge_slave state 3 priority 20 cost 50 hairpin on guard on learning off flood off isolated on",
     "RTM_NEWLINK", b"bridge"),
    ("request-bridge-link-set", PORT, "bridge link set dev va hairpin on isolated on", "RTM_SETLINK", b""),
    ("request-link-del", VETH, "ip link del va", "RTM_DELLINK", b""),
    ("request-link-del-group", VETH, "ip link del group 42", "RTM_DELLINK", b""),
    ("request-link-get", VETH, "ip link show dev va", "RTM_GETLINK", b"va"),
    ("request-link-dump", VETH, "ip link show", "RTM_GETLINK", b""),
    ("request-link-dump-master", PORT, "ip link show master br0", "RTM_GETLINK", b"\x0a\x00"),
    ("request-link-dump-kind", VETH, "ip link show type veth", "RTM_GETLINK", b"veth"),
    # addresses
    ("request-addr-add-ipv4", VETH, "ip addr add 10.88.0.2/24 dev va", "RTM_NEWADDR", b""),
    ("request-addr-add-ipv4-broadcast-label", VETH, "ip addr add 10.88.0.2/24 broadcast + label va:1 dev va", "RTM_NEWADDR", b""),
    ("request-addr-add-ipv4-peer", VETH, "ip addr add 10.88.0.1 peer 10.88.0.2/32 dev va", "RTM_NEWADDR", b""),
    ("request-addr-add-ipv6-nodad", VETH, "ip addr add 2001:db8::2/64 nodad dev va", "RTM_NEWADDR", b""),
    ("request-addr-add-ipv6-lifetimes", VETH, "ip addr add 2001:db8::3/64 valid_lft 3600 preferred_lft 1800 noprefixroute dev va",
     "RTM_NEWADDR", b""),
    ("request-addr-del-ipv4", f"{VETH}; ip addr add 10.88.0.2/24 dev va", "ip addr del 10.88.0.2/24 dev va", "RTM_DELADDR", b""),
    ("request-addr-dump", "", "ip addr show", "RTM_GETADDR", b""),
    # routes
    ("request-route-add-default", NET, "ip route add default via 10.88.0.1", "RTM_NEWROUTE", b""),
    ("request-route-add-default-ipv6", NET, "ip route add default via fe80::1 dev va", "RTM_NEWROUTE", b""),
    ("request-route-add-blackhole", NET, "ip route add blackhole 10.9.0.0/16", "RTM_NEWROUTE", b""),
    ("request-route-add-unreachable-ipv6", NET, "ip route add unreachable 2001:db8:9::/48", "RTM_NEWROUTE", b""),
    ("request-route-add-onlink", NET, "ip route add 10.7.0.0/16 via 10.99.0.1 dev va onlink", "RTM_NEWROUTE", b""),
    ("request-route-add-mtu", NET, "ip route add 10.6.0.0/16 via 10.88.0.1 src 10.88.0.2 metric 50 mtu 1400", "RTM_NEWROUTE", b""),
    ("request-route-add-table", NET, "ip route add 10.5.0.0/16 dev va table 1000", "RTM_NEWROUTE", b""),
    ("request-route-add-via-ipv6", NET, "ip route add 10.4.0.0/16 via inet6 fe80::1 dev va", "RTM_NEWROUTE", b""),
    ("request-route-add-multipath", NET,
     "ip route add 10.3.0.0/16 nexthop via 10.88.0.1 weight 2 nexthop via 10.99.0.3 dev va onlink", "RTM_NEWROUTE", b""),
    ("request-route-add-nexthop-object", f"{NET}; ip nexthop add id 7 via 10.88.0.1 dev va", "ip route add 10.2.0.0/16 nhid 7", "RTM_NEWROUTE", b""),
    ("request-route-del", f"{NET}; ip route add default via 10.88.0.1", "ip route del default via 10.88.0.1", "RTM_DELROUTE", b""),
    ("request-route-get", NET, "ip route get 10.88.0.9", "RTM_GETROUTE", b""),
    ("request-route-get-mark", NET, "ip route get 10.88.0.9 from 10.88.0.2 mark 7", "RTM_GETROUTE", b""),
    ("request-route-dump", NET, "ip route show", "RTM_GETROUTE", b""),
    # policy rules
    ("request-rule-add-table", "", "ip rule add from 10.1.0.0/16 to 10.2.0.0/16 priority 100 fwmark 0x10/0xff table 1000", "RTM_NEWRULE", b""),
    ("request-rule-add-ports", "", "ip rule add not priority 100 table 7 iif va oif vb ipproto tcp sport 1000-2000 dport 80", "RTM_NEWRULE", b""),
    ("request-rule-add-ipv6", "", "ip -6 rule add from 2001:db8::/64 priority 100 table main suppress_prefixlength 0", "RTM_NEWRULE", b""),
    ("request-rule-add-goto", "", "ip rule add priority 100 goto 200", "RTM_NEWRULE", b""),
    ("request-rule-add-prohibit", "", "ip rule add to 10.2.0.0/16 priority 100 prohibit", "RTM_NEWRULE", b""),
    ("request-rule-del", "ip rule add from 10.1.0.0/16 priority 100 table 7", "ip rule del from 10.1.0.0/16 priority 100 table 7", "RTM_DELRULE", b""),
    # neighbours and forwarding databases
    ("request-neigh-add-ipv4", NET, "ip neigh add 10.88.0.9 lladdr 02:00:00:00:00:09 dev va nud permanent", "RTM_NEWNEIGH", b""),
    ("request-neigh-add-ipv6", NET, "ip neigh add 2001:db8::9 lladdr 02:00:00:00:00:09 dev va nud stale router", "RTM_NEWNEIGH", b""),
    ("request-neigh-del", f"{NET}; ip neigh add 10.88.0.9 lladdr 02:00:00:00:00:09 dev va", "ip neigh del 10.88.0.9 dev va",
     "RTM_DELNEIGH", b""),
    ("request-neigh-dump", NET, "ip neigh show dev va", "RTM_GETNEIGH", b""),
    ("request-fdb-add", PORT, "bridge fdb add 02:00:00:00:00:0c dev va master static", "RTM_NEWNEIGH", b""),
    ("request-fdb-add-vxlan", "ip link add vx0 type vxlan id 42 dstport 4789",
     "bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.9", "RTM_NEWNEIGH", b""),
    ("request-fdb-dump", PORT, "bridge fdb show br br0", "RTM_GETNEIGH", b""),
    # namespace ids
    ("request-nsid-set", "ip netns add w", "ip netns set w 7", "RTM_NEWNSID", b""),
    ("request-nsid-get", "ip netns add w; ip netns set w 7", "ip netns list", "RTM_GETNSID", b"\x03\x00"),
    # what the kernel says
    ("reply-link-loopback", "ip link set lo up; ping -q -c 3 -i 0.2 -s 100 127.0.0.1", "ip -d link show", "RTM_NEWLINK", b"\x03\x00lo\0"),
    ("reply-link-veth", f"{UP}; ip link set va alias uplink group 42; ip link property add dev va altname front altname side",
     "ip -d link show", "RTM_NEWLINK", b"\x03\x00va\0"),
    ("reply-link-veth-peer-elsewhere", f"ip netns add w; {VETH}; ip link set vb netns w", "ip -d link show", "RTM_NEWLINK",
     b"\x03\x00va\0"),
    ("reply-link-bridge", "ip link add br0 address 02:00:00:00:00:01 type bridge stp_state 1 ageing_time 6000",
     "ip -d link show", "RTM_NEWLINK", b"\x03\x00br0\0"),
    ("reply-link-bridge-port", f"{PORT}; ip link set va type bridge_slave hairpin on isolated on cost 50", "ip -d link show",
     "RTM_NEWLINK", b"\x03\x00va\0"),
    ("reply-link-bridge-port-family-bridge", PORT, "bridge -d link show", "RTM_NEWLINK", b"\x0c\x80"),
    ("reply-link-vxlan", f"{VETH}; ip link add vx0 address 02:00:00:00:00:02 type vxlan id 42 remote 192.0.2.2 local 192.0.2.1 dev va dstport 4789 nolearning",
     "ip -d link show", "RTM_NEWLINK", b"\x03\x00vx0\0"),
    ("reply-link-vxlan-ipv6", "ip link add vx0 address 02:00:00:00:00:02 type vxlan id 43 remote 2001:db8::2 local 2001:db8::1 dstport 4789",
     "ip -d link show", "RTM_NEWLINK", b"\x03\x00vx0\0"),
    ("reply-link-macvlan", f"{VETH}; ip link add mv0 link va address 02:00:00:00:00:03 type macvlan mode bridge", "ip -d link show",
     "RTM_NEWLINK", b"\x03\x00mv0\0"),
    ("reply-link-macvtap", f"{VETH}; ip link add mt0 link va address 02:00:00:00:00:03 type macvtap mode private", "ip -d link show",
     "RTM_NEWLINK", b"\x03\x00mt0\0"),
    ("reply-link-ipvlan", f"{VETH}; ip link add iv0 link va type ipvlan mode l3s private", "ip -d link show",
     "RTM_NEWLINK", b"\x03\x00iv0\0"),
    ("reply-link-vlan", f"{VETH}; ip link add va.7 link va type vlan protocol 802.1ad id 7", "ip -d link show", "RTM_NEWLINK",
     b"\x03\x00va.7\0"),
    ("reply-link-dummy", "ip link add d0 address 02:00:00:00:00:04 type dummy", "ip -d link show", "RTM_NEWLINK", b"\x03\x00d0\0"),
    ("reply-link-tap", "ip tuntap add dev tap7 mode tap user 1000; ip link set tap7 address 02:00:00:00:00:06", "ip -d link show", "RTM_NEWLINK", b"\x03\x00tap7\0"),
    ("reply-link-tun", "ip tuntap add dev tun7 mode tun", "ip -d link show", "RTM_NEWLINK", b"\x03\x00tun7\0"),
    ("reply-link-ifb", "ip link add ifb7 address 02:00:00:00:00:05 type ifb", "ip -d link show", "RTM_NEWLINK", b"\x03\x00ifb7\0"),
    ("reply-link-vrf", "ip link add blue address 02:00:00:00:00:06 type vrf table 100", "ip -d link show", "RTM_NEWLINK",
     b"\x03\x00blue\0"),
    ("reply-addr-ipv4", NET, "ip addr show", "RTM_NEWADDR", bytes([10, 88, 0, 2])),
    ("reply-addr-ipv4-peer", f"{VETH}; ip addr add 10.88.0.1 peer 10.88.0.2/32 dev va", "ip addr show", "RTM_NEWADDR",
     bytes([10, 88, 0, 1])),
    ("reply-addr-ipv6", f"{UP}; ip addr add 2001:db8::3/64 nodad valid_lft 3600 preferred_lft 1800 noprefixroute dev va", "ip addr show",
     "RTM_NEWADDR", bytes.fromhex("20010db8")),
    ("reply-route-default", f"{NET}; ip route add default via 10.88.0.1 metric 50", "ip route show", "RTM_NEWROUTE", bytes([10, 88, 0, 1])),
    ("reply-route-connected", NET, "ip route show", "RTM_NEWROUTE", bytes([10, 88, 0, 0])),
    ("reply-route-ipv6", f"{NET}; ip route add 2001:db8:9::/48 via 2001:db8::1 mtu 1400", "ip -6 route show", "RTM_NEWROUTE",
     bytes.fromhex("20010db80009")),
    ("reply-route-blackhole", f"{NET}; ip route add blackhole 10.9.0.0/16", "ip route show", "RTM_NEWROUTE", bytes([10, 9, 0, 0])),
    ("reply-route-mtu", f"{NET}; ip route add 10.6.0.0/16 via 10.88.0.1 src 10.88.0.2 mtu 1400", "ip route show", "RTM_NEWROUTE",
     bytes([10, 6, 0, 0])),
    ("reply-route-table", f"{NET}; ip route add 10.5.0.0/16 dev va table 1000", "ip route show table 1000", "RTM_NEWROUTE",
     bytes([10, 5, 0, 0])),
    ("reply-route-via-ipv6", f"{NET}; ip route add 10.4.0.0/16 via inet6 fe80::1 dev va", "ip route show", "RTM_NEWROUTE",
     bytes([10, 4, 0, 0])),
    ("reply-route-multipath", f"{NET}; ip route add 10.3.0.0/16 nexthop via 10.88.0.1 weight 2 nexthop via 10.88.0.3", "ip route show",
     "RTM_NEWROUTE", bytes([10, 3, 0, 0])),
    ("reply-route-nexthop-object", f"{NET}; ip nexthop add id 7 via 10.88.0.1 dev va; ip route add 10.2.0.0/16 nhid 7", "ip route show",
     "RTM_NEWROUTE", bytes([10, 2, 0, 0])),
    ("reply-route-get", NET, "ip route get 10.88.0.9", "RTM_NEWROUTE", bytes([10, 88, 0, 9])),
    ("reply-rule-local", "", "ip rule show", "RTM_NEWRULE", b""),
    ("reply-rule-table", "ip rule add from 10.1.0.0/16 to 10.2.0.0/16 priority 100 fwmark 0x10/0xff table 1000", "ip rule show", "RTM_NEWRULE",
     bytes([10, 1, 0, 0])),
    ("reply-rule-ports", "ip rule add not priority 100 table 7 iif va oif vb ipproto tcp sport 1000-2000 dport 80", "ip rule show", "RTM_NEWRULE",
     b"va\0"),
    ("reply-rule-ipv6", "ip -6 rule add from 2001:db8::/64 priority 100 table main suppress_prefixlength 0", "ip -6 rule show", "RTM_NEWRULE",
     bytes.fromhex("20010db8")),
    ("reply-rule-goto", "ip rule add priority 100 goto 200", "ip rule show", "RTM_NEWRULE", bytes([200, 0, 0, 0])),
    ("reply-neigh-ipv4", f"{NET}; ip neigh add 10.88.0.9 lladdr 02:00:00:00:00:09 dev va", "ip neigh show", "RTM_NEWNEIGH",
     bytes([10, 88, 0, 9])),
    ("reply-neigh-ipv6", f"{NET}; ip neigh add 2001:db8::9 lladdr 02:00:00:00:00:09 dev va nud stale router", "ip neigh show",
     "RTM_NEWNEIGH", bytes.fromhex("20010db8")),
    ("reply-fdb", f"{PORT}; bridge fdb add 02:00:00:00:00:0c dev va master static", "bridge fdb show", "RTM_NEWNEIGH",
     bytes.fromhex("02000000000c")),
    ("reply-fdb-vxlan", "ip link add vx0 type vxlan id 42 dstport 4789; bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.9",
     "bridge fdb show", "RTM_NEWNEIGH", bytes([192, 0, 2, 9])),
    ("reply-nsid", "ip netns add w; ip netns set w 7", "ip netns list", "RTM_NEWNSID", b""),
    ("reply-ack", VETH, "ip link set va up", "NLMSG_ERROR", b"\0\0\0\0"),
    ("reply-error", BRIDGE, "ip link add br0 type bridge", "NLMSG_ERROR", b""),
    ("reply-error-offset", "", "ip link add vx0 mtu 60 type vxlan id 42 dstport 4789", "NLMSG_ERROR", b"MTU"),
    ("reply-error-gateway", NET, "ip route add default via 10.99.0.1", "NLMSG_ERROR", b"gateway"),
    ("reply-done", VETH, "ip link show", "NLMSG_DONE", b""),
]


def capture(name, setup, command, message_type, needle):
    namespaces = subprocess.run(["ip", "-o", "netns", "list"], capture_output=True, text=True, check=True).stdout.split("\n")
    for namespace in filter(None, (n.split(" ")[0] for n in namespaces)):
        subprocess.run(["ip", "netns", "del", namespace], check=True)
    prepared = subprocess.run(["sh", "-ec", setup], capture_output=True, text=True, check=False)
    if prepared.returncode != 0:
        return f"cannot be set up here: {prepared.stderr.strip()}"
    wanted = "send" if name.startswith("request-") else "recv"
    for direction, message in netlink_trace.messages(command):
        if direction != wanted or netlink_annotate.message_type(message) != message_type or needle not in message:
            continue
        # The first thing ip sends is a probe: an empty RTM_NEWLINK for index 0, and it is answered with ENODEV.
        if len(message) == 32 and message[16:] == bytes(16) or message_type == "NLMSG_ERROR" and message[24:28] == b"\x10\x00\x05\x00" and len(message) == 52:
            continue
        version = subprocess.run(["ip", "-V"], capture_output=True, text=True, check=True).stdout
        tool = f"iproute2 {re.search(r'iproute2-([0-9.]+)', version)[1]}"
        kernel = "Linux " + ".".join(platform.release().split(".")[:2])
        said = f"request of {tool} on {kernel}" if wanted == "send" else f"answer of {kernel} to {tool}"
        head = [f"{said}, little-endian", command] + ([f"after: {setup}"] if setup else [])
        with open(os.path.join(FIXTURES, name + ".hex"), "w", encoding="utf-8") as file:
            file.write(netlink_annotate.annotate(message, head))
        return None
    return "no such message was seen"


def main(wanted):
    if os.environ.get("NETNS_PRIVATE_STACK") != "1":
        sys.exit("run this inside tests/private-stack.sh: it makes and removes links")
    if wanted[:1] == ["--here"]:
        case = next(c for c in CASES if c[0] == wanted[1])
        print(f"{case[0]}: {capture(*case) or 'captured'}")
        return
    unknown = set(wanted) - {c[0] for c in CASES}
    if unknown:
        sys.exit(f"no such case: {', '.join(sorted(unknown))}")
    for name in [c[0] for c in CASES if not wanted or c[0] in wanted]:
        # A namespace per case: indexes start at the same numbers, nothing is left of the case before.
        subprocess.run(["unshare", "--net", sys.executable, os.path.abspath(__file__), "--here", name], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
