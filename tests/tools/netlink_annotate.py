"""Turns the bytes of a netlink message into the text of a fixture: hex bytes, one field per line, and what they mean.

Names come from the kernel headers of the machine (linux/*.h), so that this file repeats none of them.
"""
import ipaddress
import os
import re
import struct

HEADERS = "/usr/include/linux"
AF_BRIDGE = 7
NLA_F_NESTED = 0x8000
NLM_F_CAPPED, NLM_F_ACK_TLVS = 0x100, 0x200
FAMILIES = {0: "AF_UNSPEC", 2: "AF_INET", 7: "AF_BRIDGE", 10: "AF_INET6", 45: "AF_MCTP"}

# Attributes newer than the headers this was written with.
NEWER = {
    "IFLA_IFNAME": {62: "IFLA_DEVLINK_PORT", 63: "IFLA_GSO_IPV4_MAX_SIZE", 64: "IFLA_GRO_IPV4_MAX_SIZE", 65: "IFLA_DPLL_PIN",
                    66: "IFLA_MAX_PACING_OFFLOAD_HORIZON", 67: "IFLA_NETNS_IMMUTABLE", 68: "IFLA_HEADROOM", 69: "IFLA_TAILROOM"},
    "IFLA_BR_AGEING_TIME": {48: "IFLA_BR_FDB_N_LEARNED", 49: "IFLA_BR_FDB_MAX_LEARNED"},
    "IFLA_BRPORT_STATE": {40: "IFLA_BRPORT_MAB", 41: "IFLA_BRPORT_MCAST_N_GROUPS", 42: "IFLA_BRPORT_MCAST_MAX_GROUPS",
                          43: "IFLA_BRPORT_NEIGH_VLAN_SUPPRESS", 44: "IFLA_BRPORT_BACKUP_NHID"},
    "IFLA_VXLAN_ID": {31: "IFLA_VXLAN_LOCALBYPASS", 32: "IFLA_VXLAN_LABEL_POLICY", 33: "IFLA_VXLAN_RESERVED_BITS",
                      34: "IFLA_VXLAN_MC_ROUTE"},
}

TEXTS = {"IFLA_IFNAME", "IFLA_QDISC", "IFLA_IFALIAS", "IFLA_INFO_KIND", "IFLA_INFO_SLAVE_KIND", "IFLA_ALT_IFNAME",
         "IFLA_PARENT_DEV_NAME", "IFLA_PARENT_DEV_BUS_NAME", "IFA_LABEL", "NLMSGERR_ATTR_MSG", "FRA_IIFNAME", "FRA_OIFNAME"}
MACS = {"IFLA_ADDRESS", "IFLA_BROADCAST", "IFLA_PERM_ADDRESS", "NDA_LLADDR"}
ADDRESSES = {"IFA_ADDRESS", "IFA_LOCAL", "IFA_BROADCAST", "RTA_DST", "RTA_SRC", "RTA_GATEWAY", "RTA_PREFSRC", "NDA_DST", "FRA_DST", "FRA_SRC",
             "IFLA_VXLAN_GROUP", "IFLA_VXLAN_GROUP6", "IFLA_VXLAN_LOCAL", "IFLA_VXLAN_LOCAL6"}
BIG_ENDIAN = {"IFLA_VXLAN_PORT", "IFLA_VLAN_PROTOCOL", "IFLA_BR_VLAN_PROTOCOL"}
# The member by which the enum of a kind's attributes is found.
KINDS = {"veth": "VETH_INFO_PEER", "bridge": "IFLA_BR_AGEING_TIME", "vxlan": "IFLA_VXLAN_ID", "macvlan": "IFLA_MACVLAN_MODE",
         "macvtap": "IFLA_MACVLAN_MODE", "ipvlan": "IFLA_IPVLAN_MODE", "vlan": "IFLA_VLAN_ID", "vrf": "IFLA_VRF_TABLE", "tun": "IFLA_TUN_OWNER"}
PORT_KINDS = {"bridge": "IFLA_BRPORT_STATE"}

LINK_HEADER = [("ifi_family", "B"), ("pad", "B"), ("ifi_type", "H"), ("ifi_index", "i"), ("ifi_flags", "I"), ("ifi_change", "I")]
ADDRESS_HEADER = [("ifa_family", "B"), ("ifa_prefixlen", "B"), ("ifa_flags", "B"), ("ifa_scope", "B"), ("ifa_index", "I")]
ROUTE_HEADER = [("rtm_family", "B"), ("rtm_dst_len", "B"), ("rtm_src_len", "B"), ("rtm_tos", "B"), ("rtm_table", "B"),
                ("rtm_protocol", "B"), ("rtm_scope", "B"), ("rtm_type", "B"), ("rtm_flags", "I")]
NEIGHBOUR_HEADER = [("ndm_family", "B"), ("ndm_pad1", "B"), ("ndm_pad2", "H"), ("ndm_ifindex", "i"), ("ndm_state", "H"),
                    ("ndm_flags", "B"), ("ndm_type", "B")]
RULE_HEADER = [("family", "B"), ("dst_len", "B"), ("src_len", "B"), ("tos", "B"), ("table", "B"), ("res1", "B"), ("res2", "B"), ("action", "B"), ("flags", "I")]
NEXT_HOP_HEADER = [("rtnh_len", "H"), ("rtnh_flags", "B"), ("rtnh_hops", "B"), ("rtnh_ifindex", "i")]
MESSAGE_HEADER = [("nlmsg_len", "I"), ("nlmsg_type", "H"), ("nlmsg_flags", "H"), ("nlmsg_seq", "I"), ("nlmsg_pid", "I")]
FAMILY_HEADERS = {"LINK": (LINK_HEADER, "IFLA_IFNAME"), "ADDR": (ADDRESS_HEADER, "IFA_LOCAL"), "ROUTE": (ROUTE_HEADER, "RTA_DST"),
                  "NEIGH": (NEIGHBOUR_HEADER, "NDA_DST"), "RULE": (RULE_HEADER, "FRA_DST"), "NSID": ([("rtgen_family", "B"), ("pad", "3s")], "NETNSA_FD")}


def read_enums():
    """Every enum of the rtnetlink headers: a list of {value: name}."""
    enums = []
    for name in ("netlink", "rtnetlink", "if_link", "if_addr", "if_bridge", "neighbour", "fib_rules", "net_namespace", "veth"):
        with open(os.path.join(HEADERS, name + ".h"), encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        text = re.sub(r"(?m)//.*$|^\s*#.*$", "", text)
        for body in re.findall(r"\benum\b[^{;]*\{(.*?)\}", text, flags=re.S):
            members, by_name, value = {}, {}, -1
            for member in filter(None, (m.strip() for m in body.split(","))):
                identifier, _, given = (p.strip() for p in member.partition("="))
                if given in by_name:
                    value = by_name[given]
                elif re.fullmatch(r"0x[0-9a-fA-F]+|\d+", given):
                    value = int(given, 0)
                elif given:
                    continue  # an expression: the flag sets, which are no attributes
                else:
                    value += 1
                by_name[identifier] = value
                members[value] = identifier  # RTM_BASE and RTM_NEWLINK are one number: the last is the useful one
            enums.append(members)
    return enums


ENUMS = read_enums()


def names_of(member):
    """{value: name} of the enum that has a member."""
    found = next(e for e in ENUMS if member in e.values())
    return {**NEWER.get(member, {}), **{v: n for v, n in found.items() if not n.startswith("__")}}


MESSAGE_TYPES = {1: "NLMSG_NOOP", 2: "NLMSG_ERROR", 3: "NLMSG_DONE", **names_of("RTM_NEWLINK")}


def message_type(message):
    number = struct.unpack_from("=H", message, 4)[0]
    return MESSAGE_TYPES.get(number, str(number))


def flag_words(number, name):
    words = {1: "REQUEST", 2: "MULTI", 4: "ACK", 8: "ECHO", 0x10: "DUMP_INTR", 0x20: "DUMP_FILTERED"}
    if name.startswith("RTM_GET"):
        words |= {0x100: "ROOT", 0x200: "MATCH", 0x400: "ATOMIC"}
    elif name.startswith("RTM_NEW") or name.startswith("RTM_SET"):
        words |= {0x100: "REPLACE", 0x200: "EXCL", 0x400: "CREATE", 0x800: "APPEND"}
    else:
        words |= {0x100: "CAPPED", 0x200: "ACK_TLVS"}
    return "|".join(w for bit, w in words.items() if number & bit)


class Annotator:
    def __init__(self):
        self.lines = []

    def add(self, data, comment, depth=0):
        """Bytes with a comment; more than sixteen go on in lines of their own."""
        for at in range(0, max(len(data), 1), 16):
            hex_bytes = data[at:at + 16].hex(" ")
            self.lines.append(f"{hex_bytes:<47} # {'  ' * depth}{comment if at == 0 else '...'}")

    def fields(self, data, layout, depth=0, words=None):
        at = 0
        for name, code in layout:
            size = struct.calcsize("=" + code)
            value = struct.unpack_from("=" + code, data, at)[0]
            shown = (words or {}).get(name, lambda v: v if isinstance(v, int) else "")(value)
            if name.endswith("_family"):
                shown = FAMILIES.get(value, value)
            self.add(data[at:at + size], f"{name} {shown}".rstrip(), depth)
            at += size
        return at

    def message(self, data):
        name = message_type(data)
        length = struct.unpack_from("=I", data)[0]
        if length != len(data):
            raise ValueError(f"{name}: length {length} in a message of {len(data)} bytes")
        at = self.fields(data, MESSAGE_HEADER, words={"nlmsg_type": lambda v: name, "nlmsg_flags": lambda v: flag_words(v, name)})
        if name in ("NLMSG_ERROR", "NLMSG_DONE"):
            self.end(name, data, at)
            return self.lines
        layout, first = FAMILY_HEADERS[re.sub("^RTM_(NEW|DEL|GET|SET)", "", name)]
        # Old-style requests have one byte of family where a full header would stand.
        if len(data) - at < struct.calcsize("=" + "".join(c for _, c in layout)):
            self.add(data[at:], f"family {FAMILIES.get(data[at], data[at])}, padded")
            return self.lines
        family = data[at]
        at += self.fields(data[at:], layout)
        self.attributes(data[at:], first, family=family)
        return self.lines

    def end(self, name, data, at):
        flags = struct.unpack_from("=H", data, 6)[0]
        self.add(data[at:at + 4], f"error {struct.unpack_from('=i', data, at)[0]}")
        at += 4
        if name == "NLMSG_ERROR":
            echoed = message_type(data[at:])
            self.fields(data[at:], MESSAGE_HEADER, 1, {"nlmsg_type": lambda v: echoed, "nlmsg_flags": lambda v: flag_words(v, echoed)})
            length = 16 if flags & NLM_F_CAPPED else struct.unpack_from("=I", data, at)[0]
            if length > 16:
                self.add(data[at + 16:at + length], "rest of the request", 1)
            at += (length + 3) & ~3
        if flags & NLM_F_ACK_TLVS:
            self.attributes(data[at:], "NLMSGERR_ATTR_MSG")

    def attributes(self, data, first, depth=0, family=0, kinds=None):
        names = {} if first == "families" else names_of(first)
        kinds = kinds if kinds is not None else {}
        at = 0
        while at + 4 <= len(data):
            length, raw = struct.unpack_from("=HH", data, at)
            number = raw & 0x3fff
            name = names.get(number, f"attribute {number}")
            if first == "families":
                name = FAMILIES.get(number, f"family {number}")
            nested = " nested" if raw & NLA_F_NESTED else ""
            self.add(data[at:at + 4], f"{name}{nested}, {length}", depth)
            self.value(name, data[at + 4:at + length], depth + 1, family, kinds)
            padding = data[at + length:at + ((length + 3) & ~3)]
            if padding:
                self.add(padding, "padding", depth)
            at += (length + 3) & ~3

    def value(self, name, value, depth, family, kinds):
        inner = self.inside(name, family, kinds)
        if inner is not None:
            self.attributes(value, inner, depth, family, kinds)
        elif name == "VETH_INFO_PEER":
            self.attributes(value[self.fields(value, LINK_HEADER, depth):], "IFLA_IFNAME", depth, 0, {})
        elif name == "RTA_MULTIPATH":
            self.next_hops(value, depth)
        elif value:
            self.add(value, self.show(name, value, kinds), depth)

    @staticmethod
    def inside(name, family, kinds):
        """What the attributes inside one of this name are, or None where it holds a value."""
        if name == "IFLA_AF_SPEC":
            return "IFLA_BRIDGE_FLAGS" if family == AF_BRIDGE else "families"
        if name == "IFLA_PROTINFO":
            return "IFLA_BRPORT_STATE" if family == AF_BRIDGE else None
        if name == "IFLA_INFO_DATA":
            return KINDS.get(kinds.get("IFLA_INFO_KIND"))
        if name == "IFLA_INFO_SLAVE_DATA":
            # ip names the kind of the link "bridge_slave" where it means the kind of the port.
            return PORT_KINDS.get(kinds.get("IFLA_INFO_SLAVE_KIND") or kinds.get("IFLA_INFO_KIND", "").removesuffix("_slave"))
        return {"IFLA_LINKINFO": "IFLA_INFO_KIND", "IFLA_PROP_LIST": "IFLA_IFNAME", "IFLA_XDP": "IFLA_XDP_ATTACHED",
                "AF_INET": "IFLA_INET_CONF", "AF_INET6": "IFLA_INET6_FLAGS", "RTA_METRICS": "RTAX_MTU"}.get(name)

    def next_hops(self, data, depth):
        at = 0
        while at + 8 <= len(data):
            length = struct.unpack_from("=H", data, at)[0]
            self.fields(data[at:], NEXT_HOP_HEADER, depth)
            self.attributes(data[at + 8:at + length], "RTA_DST", depth)
            at += (length + 3) & ~3

    @staticmethod
    def show(name, value, kinds):
        if name in TEXTS:
            text = value.split(b"\0")[0].decode()
            kinds[name] = text
            return f'"{text}"'
        if name in MACS:
            return value.hex(":")
        if name in ADDRESSES and len(value) in (4, 16):
            return str(ipaddress.ip_address(value))
        if name in BIG_ENDIAN:
            return f"{int.from_bytes(value, 'big')}, big-endian"
        if len(value) in (1, 2, 4, 8):
            number = int.from_bytes(value, "little", signed=name in ("NETNSA_NSID", "IFLA_LINK_NETNSID"))
            return str(number) if number < 1 << 24 else f"0x{number:x}"
        return f"{len(value)} bytes"


def annotate(message, head):
    lines = [f"# {line}" for line in head]
    return "\n".join(lines + Annotator().message(message)).rstrip() + "\n"
