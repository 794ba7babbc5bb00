#!/usr/bin/env python3
"""Captures nf_tables messages of the real nft tool and of the kernel as fixtures for the unit tests.

    tests/private-stack.sh tests/tools/capture-nftables.py [NAME...]

Each case gets a network namespace of its own and strace around the one command. Writes tests/units/Fixtures/nftables-NAME.hex;
needs strace, nftables, iptables (its nft variant) and the kernel headers.
"""
import os
import platform
import re
import subprocess
import sys

import netlink_trace
import nftables_annotate

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "units", "Fixtures")

TABLE = "add table inet NetNs"
PUBLISH4 = f"{TABLE}; add map inet NetNs publish4 {{ type inet_proto . inet_service : ipv4_addr . inet_service; counter; comment \"any host address\"; }}"
FROM4 = (f"{TABLE}; add map inet NetNs publish4_from {{ type ipv4_addr . ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service; "
         "flags interval; counter; }")
PUBLISH6 = f"{TABLE}; add map inet NetNs publish6 {{ type inet_proto . inet_service : ipv6_addr . inet_service; counter; }}"
MASQUERADE4 = f"{TABLE}; add set inet NetNs masquerade4 {{ type ipv4_addr; flags interval; counter; }}"
SNAT4 = f"{TABLE}; add map inet NetNs snat4 {{ type ipv4_addr : ipv4_addr; flags interval; counter; }}"
OUT4 = f"{TABLE}; add set inet NetNs masquerade4_out {{ type ipv4_addr . ifname; flags interval; counter; }}"
VERDICTS = f"{TABLE}; add chain inet NetNs web; add map inet NetNs verdicts {{ type inet_service : verdict; }}"
CHAIN = f"{TABLE}; add chain inet NetNs publish"
WEB = 'tcp . 8080 comment "netns:web/1" : 10.88.0.2 . 80'
PREFIXES = 'elements = { 10.88.0.0/16 comment "br0", 10.89.0.0/16, 240.0.0.0/4 }'

# name, ruleset to begin with, the command, the type of the message, bytes that it must hold (to choose among several)
CASES = [
    ("request-batch-begin", "", TABLE, "NFNL_MSG_BATCH_BEGIN", b""),
    ("request-batch-end", "", TABLE, "NFNL_MSG_BATCH_END", b""),
    ("request-generation", "", "list ruleset", "NFT_MSG_GETGEN", b""),
    ("request-table", "", 'add table inet NetNs { comment "NetNs module"; }', "NFT_MSG_NEWTABLE", b""),
    ("request-table-delete", TABLE, "delete table inet NetNs", "NFT_MSG_DELTABLE", b""),
    ("request-chain", TABLE, "add chain inet NetNs publish", "NFT_MSG_NEWCHAIN", b""),
    ("request-chain-nat", TABLE, "add chain inet NetNs prerouting { type nat hook prerouting priority dstnat; }", "NFT_MSG_NEWCHAIN", b""),
    ("request-chain-filter", TABLE,
     'add chain inet NetNs guard { type filter hook prerouting priority raw; policy accept; comment "for lo only"; }', "NFT_MSG_NEWCHAIN", b""),
    ("request-map", TABLE, PUBLISH4.split("; ", 1)[1], "NFT_MSG_NEWSET", b""),
    ("request-map-concatenated-intervals", TABLE, FROM4.split("; ", 1)[1], "NFT_MSG_NEWSET", b""),
    ("request-set-intervals", TABLE, MASQUERADE4.split("; ", 1)[1], "NFT_MSG_NEWSET", b""),
    ("request-set-anonymous", CHAIN, "add rule inet NetNs publish meta l4proto { tcp, udp, sctp }", "NFT_MSG_NEWSET", b""),
    ("request-elements", PUBLISH4, f"add element inet NetNs publish4 {{ {WEB} }}", "NFT_MSG_NEWSETELEM", b""),
    ("request-elements-concatenated-intervals", FROM4,
     'add element inet NetNs publish4_from { 10.0.0.0/16 . 0.0.0.0/0 . tcp . 1234 comment "netns:web/1" : 10.88.0.2 . 80 }', "NFT_MSG_NEWSETELEM", b""),
    ("request-elements-intervals", MASQUERADE4, 'add element inet NetNs masquerade4 { 10.88.0.0/16 comment "br0", 240.0.0.0/4 }', "NFT_MSG_NEWSETELEM", b""),
    ("request-elements-verdict", VERDICTS, "add element inet NetNs verdicts { 80 : jump web }", "NFT_MSG_NEWSETELEM", b""),
    ("request-elements-delete", f"{PUBLISH4}; add element inet NetNs publish4 {{ {WEB} }}", "delete element inet NetNs publish4 { tcp . 8080 }",
     "NFT_MSG_DELSETELEM", b""),
    ("request-element-get", f"{PUBLISH4}; add element inet NetNs publish4 {{ {WEB} }}", "get element inet NetNs publish4 { tcp . 8080 }",
     "NFT_MSG_GETSETELEM", b"\x1f\x90"),
    ("request-rule-dnat", f"{PUBLISH4}; add chain inet NetNs publish", "add rule inet NetNs publish meta nfproto ipv4 dnat ip to meta l4proto . th dport map @publish4",
     "NFT_MSG_NEWRULE", b""),
    ("request-rule-dnat-ipv6", f"{PUBLISH6}; add chain inet NetNs publish", "add rule inet NetNs publish meta nfproto ipv6 dnat ip6 to meta l4proto . th dport map @publish6",
     "NFT_MSG_NEWRULE", b""),
    ("request-rule-dnat-intervals", f"{FROM4}; add chain inet NetNs publish",
     "add rule inet NetNs publish meta l4proto { tcp, udp, sctp } dnat ip to ip saddr . ip daddr . meta l4proto . th dport map @publish4_from", "NFT_MSG_NEWRULE", b""),
    ("request-rule-jump", f"{CHAIN}; add chain inet NetNs prerouting {{ type nat hook prerouting priority dstnat; }}",
     "add rule inet NetNs prerouting fib daddr type local jump publish", "NFT_MSG_NEWRULE", b""),
    ("request-rule-guard", f"{TABLE}; add chain inet NetNs guard {{ type filter hook prerouting priority raw; }}",
     'add rule inet NetNs guard iif != "lo" ip daddr 127.0.0.0/8 counter drop comment "for lo only"', "NFT_MSG_NEWRULE", b""),
    ("request-rule-mask", CHAIN, "add rule inet NetNs publish ip saddr 172.16.0.0/12 accept", "NFT_MSG_NEWRULE", b""),
    ("request-rule-range", CHAIN, "add rule inet NetNs publish meta l4proto tcp th dport != 8000-8010 return", "NFT_MSG_NEWRULE", b""),
    ("request-rule-hairpin", f"{TABLE}; add set inet NetNs hairpin4 {{ type ipv4_addr . ipv4_addr; flags interval; }}; "
     "add chain inet NetNs postrouting { type nat hook postrouting priority srcnat; }",
     'add rule inet NetNs postrouting ct status dnat ip saddr . ip daddr @hairpin4 masquerade comment "hairpin"', "NFT_MSG_NEWRULE", b""),
    ("request-rule-masquerade", f"{MASQUERADE4}; add chain inet NetNs postrouting {{ type nat hook postrouting priority srcnat; }}",
     "add rule inet NetNs postrouting ip daddr != @masquerade4 ip saddr @masquerade4 masquerade", "NFT_MSG_NEWRULE", b""),
    ("request-rule-masquerade-out", f"{OUT4}; add chain inet NetNs postrouting {{ type nat hook postrouting priority srcnat; }}",
     "add rule inet NetNs postrouting ip saddr . oifname @masquerade4_out masquerade", "NFT_MSG_NEWRULE", b""),
    ("request-rule-snat", f"{SNAT4}; add chain inet NetNs postrouting {{ type nat hook postrouting priority srcnat; }}",
     "add rule inet NetNs postrouting snat ip to ip saddr map @snat4", "NFT_MSG_NEWRULE", b""),
    ("request-rule-delete", f"{CHAIN}; add rule inet NetNs publish accept", "delete rule inet NetNs publish handle 2", "NFT_MSG_DELRULE", b""),
    # what the kernel says
    ("reply-generation", TABLE, "list ruleset", "NFT_MSG_NEWGEN", b""),
    ("reply-table", 'add table inet NetNs { comment "NetNs module"; }', "list ruleset", "NFT_MSG_NEWTABLE", b""),
    ("reply-chain-base", f"{TABLE}; add chain inet NetNs forward {{ type filter hook forward priority filter; policy drop; }}", "list ruleset", "NFT_MSG_NEWCHAIN", b""),
    ("reply-chain", CHAIN, "list ruleset", "NFT_MSG_NEWCHAIN", b""),
    ("reply-map", f"{PUBLISH4}; add element inet NetNs publish4 {{ {WEB} }}", "list ruleset", "NFT_MSG_NEWSET", b""),
    ("reply-set-concatenated-intervals", OUT4, "list ruleset", "NFT_MSG_NEWSET", b""),
    ("reply-elements", f"{PUBLISH4}; add element inet NetNs publish4 {{ {WEB} }}", "list ruleset", "NFT_MSG_NEWSETELEM", b"web"),
    ("reply-elements-intervals", f"{TABLE}; add set inet NetNs masquerade4 {{ type ipv4_addr; flags interval; counter; {PREFIXES}; }}", "list ruleset",
     "NFT_MSG_NEWSETELEM", b"br0"),
    ("reply-elements-concatenated-intervals", f"{OUT4}; add element inet NetNs masquerade4_out {{ 10.90.0.0/16 . \"eth0\" comment \"br1\" }}", "list ruleset",
     "NFT_MSG_NEWSETELEM", b"br1"),
    ("reply-elements-verdict", f"{VERDICTS}; add element inet NetNs verdicts {{ 80 : jump web }}", "list ruleset", "NFT_MSG_NEWSETELEM", b"web"),
    ("reply-rule-dnat", f"{PUBLISH4}; add chain inet NetNs publish; add rule inet NetNs publish meta nfproto ipv4 dnat ip to meta l4proto . th dport map @publish4",
     "list ruleset", "NFT_MSG_NEWRULE", b""),
    ("reply-rule-foreign", f"{CHAIN}; add rule inet NetNs publish limit rate 10/second log prefix \"in\" meta mark set 1 counter", "list ruleset", "NFT_MSG_NEWRULE", b""),
    ("reply-rule-iptables", "iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -m comment --comment docker -j MASQUERADE", "list ruleset", "NFT_MSG_NEWRULE", b""),
    ("reply-rule-iptables-conntrack", "iptables -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j REJECT", "list ruleset", "NFT_MSG_NEWRULE", b""),
]


def capture(name, setup, command, message_type, needle):
    if setup:
        prepare = ["sh", "-ec", setup] if setup.startswith("iptables") else ["nft", setup]
        prepared = subprocess.run(prepare, capture_output=True, text=True, check=False)
        if prepared.returncode != 0:
            return f"cannot be set up here: {prepared.stderr.strip()}"
    wanted = "send" if name.startswith("request-") else "recv"
    for direction, message in netlink_trace.messages("nft '" + command + "'"):
        if direction != wanted or nftables_annotate.message_type(message) != message_type or needle not in message:
            continue
        version = subprocess.run(["nft", "-v"], capture_output=True, text=True, check=True).stdout
        tool = f"nftables {re.search(r'v([0-9.]+)', version)[1]}"
        kernel = "Linux " + ".".join(platform.release().split(".")[:2])
        said = f"request of {tool} on {kernel}" if wanted == "send" else f"answer of {kernel} to {tool}"
        head = [f"{said}, little-endian", f"nft '{command}'"] + ([f"after: {setup}"] if setup else [])
        with open(os.path.join(FIXTURES, f"nftables-{name}.hex"), "w", encoding="utf-8") as file:
            file.write(nftables_annotate.annotate(message, head))
        return None
    return "no such message was seen"


def main(wanted):
    if os.environ.get("NETNS_PRIVATE_STACK") != "1":
        sys.exit("run this inside tests/private-stack.sh: it changes the ruleset")
    if wanted[:1] == ["--here"]:
        case = next(c for c in CASES if c[0] == wanted[1])
        print(f"{case[0]}: {capture(*case) or 'captured'}")
        return
    unknown = set(wanted) - {c[0] for c in CASES}
    if unknown:
        sys.exit(f"no such case: {', '.join(sorted(unknown))}")
    for name in [c[0] for c in CASES if not wanted or c[0] in wanted]:
        # A namespace per case: handles and generations start at the same numbers, nothing is left of the case before.
        subprocess.run(["unshare", "--net", sys.executable, os.path.abspath(__file__), "--here", name], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
