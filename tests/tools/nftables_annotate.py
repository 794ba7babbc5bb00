"""Turns the bytes of an nf_tables message into the text of a fixture, as netlink_annotate.py does for rtnetlink."""
import os
import re
import struct

import netlink_annotate

SUBSYSTEM = 10
BATCH = {16: "NFNL_MSG_BATCH_BEGIN", 17: "NFNL_MSG_BATCH_END"}
FAMILIES = {0: "NFPROTO_UNSPEC", 1: "NFPROTO_INET", 2: "NFPROTO_IPV4", 7: "NFPROTO_BRIDGE", 10: "NFPROTO_IPV6"}
# Attributes newer than the headers this was written with.
NEWER = {"NFTA_SET_NAME": {19: "NFTA_SET_TYPE", 20: "NFTA_SET_COUNT"}}
# The first attribute of each kind of message, and of what stands inside another attribute.
MESSAGES = {"TABLE": "NFTA_TABLE_NAME", "CHAIN": "NFTA_CHAIN_TABLE", "RULE": "NFTA_RULE_TABLE", "SET": "NFTA_SET_TABLE",
            "SETELEM": "NFTA_SET_ELEM_LIST_TABLE", "GEN": "NFTA_GEN_ID"}
INSIDE = {"NFTA_CHAIN_HOOK": "NFTA_HOOK_HOOKNUM", "NFTA_CHAIN_COUNTERS": "NFTA_COUNTER_BYTES", "NFTA_RULE_EXPRESSIONS": "expressions",
          "NFTA_RULE_COMPAT": "NFTA_RULE_COMPAT_PROTO", "NFTA_SET_DESC": "NFTA_SET_DESC_SIZE", "NFTA_SET_DESC_CONCAT": "fields",
          "NFTA_SET_EXPR": "NFTA_EXPR_NAME", "NFTA_SET_EXPRESSIONS": "expressions", "NFTA_SET_ELEM_LIST_ELEMENTS": "elements",
          "NFTA_SET_ELEM_EXPR": "NFTA_EXPR_NAME", "NFTA_SET_ELEM_EXPRESSIONS": "expressions", "NFTA_DATA_VERDICT": "NFTA_VERDICT_CODE",
          **{n: "NFTA_DATA_VALUE" for n in ("NFTA_SET_ELEM_KEY", "NFTA_SET_ELEM_KEY_END", "NFTA_SET_ELEM_DATA", "NFTA_CMP_DATA",
                                            "NFTA_IMMEDIATE_DATA", "NFTA_BITWISE_MASK", "NFTA_BITWISE_XOR", "NFTA_BITWISE_DATA",
                                            "NFTA_RANGE_FROM_DATA", "NFTA_RANGE_TO_DATA")}}
LISTS = {"expressions": "NFTA_EXPR_NAME", "fields": "NFTA_SET_FIELD_LEN", "elements": "NFTA_SET_ELEM_KEY"}
EXPRESSIONS = {"meta": "NFTA_META_DREG", "payload": "NFTA_PAYLOAD_DREG", "cmp": "NFTA_CMP_SREG", "lookup": "NFTA_LOOKUP_SET",
               "fib": "NFTA_FIB_DREG", "ct": "NFTA_CT_DREG", "nat": "NFTA_NAT_TYPE", "masq": "NFTA_MASQ_FLAGS",
               "counter": "NFTA_COUNTER_BYTES", "immediate": "NFTA_IMMEDIATE_DREG", "bitwise": "NFTA_BITWISE_SREG",
               "byteorder": "NFTA_BYTEORDER_SREG", "range": "NFTA_RANGE_SREG", "limit": "NFTA_LIMIT_RATE", "log": "NFTA_LOG_GROUP",
               "match": "NFTA_MATCH_NAME", "target": "NFTA_TARGET_NAME"}
# libnftnl's numbers, udata.h.
USER_DATA = {"NFTA_SET_USERDATA": {0: "KEYBYTEORDER", 1: "DATABYTEORDER", 2: "MERGE_ELEMENTS", 3: "KEY_TYPEOF", 4: "DATA_TYPEOF",
                                   6: "DATA_INTERVAL", 7: "COMMENT"},
             "NFTA_SET_ELEM_USERDATA": {0: "COMMENT", 1: "FLAGS"}}
TEXTS = re.compile(r"NFTA_(EXPR|CHAIN|TABLE|SET|MATCH|TARGET|GEN_PROC)_NAME|NFTA_(CHAIN|RULE|SET|SET_ELEM_LIST)_TABLE|NFTA_RULE_CHAIN"
                   r"|NFTA_CHAIN_TYPE|NFTA_SET_ELEM_LIST_SET|NFTA_LOOKUP_SET|NFTA_VERDICT_CHAIN|NFTA_LOG_PREFIX|NFTA_SET_TYPE")
SIGNED = {"NFTA_HOOK_PRIORITY", "NFTA_VERDICT_CODE"}
WORDS = {"NFTA_META_KEY": "NFT_META_LEN", "NFTA_CT_KEY": "NFT_CT_STATE", "NFTA_CMP_OP": "NFT_CMP_EQ", "NFTA_PAYLOAD_BASE": "NFT_PAYLOAD_LL_HEADER",
         "NFTA_NAT_TYPE": "NFT_NAT_SNAT", "NFTA_FIB_RESULT": "NFT_FIB_RESULT_OIF", "NFTA_RANGE_OP": "NFT_RANGE_EQ"}
TYPES = {7: "ipv4_addr", 8: "ipv6_addr", 12: "inet_proto", 13: "inet_service", 41: "ifname"}


def read_enums():
    enums = []
    for header in ("netfilter/nf_tables.h", "netfilter/nf_tables_compat.h"):
        with open(os.path.join(netlink_annotate.HEADERS, header), encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        text = re.sub(r"(?m)^\s*#.*$", "", text)
        for body in re.findall(r"\benum\b[^{;]*\{(.*?)\}", text, flags=re.S):
            members, value = {}, -1
            for member in filter(None, (m.strip() for m in body.split(","))):
                identifier, _, given = (p.strip() for p in member.partition("="))
                value = int(given, 0) if re.fullmatch(r"-?\d+|0x[0-9a-fA-F]+", given) else value + 1
                if not identifier.startswith("__"):
                    members[value] = identifier
            enums.append(members)
    return enums


ENUMS = read_enums()


def names_of(member):
    found = next(e for e in ENUMS if member in e.values())
    newer = next((v for k, v in NEWER.items() if k in found.values()), {})
    return {**newer, **found}


MESSAGE_TYPES = {**{SUBSYSTEM << 8 | v: n for v, n in names_of("NFT_MSG_NEWTABLE").items()}, **BATCH}


def message_type(message):
    return MESSAGE_TYPES.get(struct.unpack_from("=H", message, 4)[0], "")


def flag_words(number, name):
    words = {1: "REQUEST", 2: "MULTI", 4: "ACK"}
    words |= {0x100: "ROOT", 0x200: "MATCH"} if name.startswith("NFT_MSG_GET") else {0x200: "EXCL", 0x400: "CREATE", 0x800: "APPEND"}
    return "|".join(w for bit, w in words.items() if number & bit)


class Annotator(netlink_annotate.Annotator):
    def message(self, data):
        name = message_type(data)
        at = self.fields(data, netlink_annotate.MESSAGE_HEADER, words={"nlmsg_type": lambda v: name, "nlmsg_flags": lambda v: flag_words(v, name)})
        self.add(data[at:at + 1], f"nfgen_family {FAMILIES[data[at]]}")
        self.add(data[at + 1:at + 2], f"version {data[at + 1]}")
        self.add(data[at + 2:at + 4], f"res_id {int.from_bytes(data[at + 2:at + 4], 'big')}, big-endian")
        first = "NFNL_BATCH" if name in BATCH.values() else MESSAGES[re.sub("^NFT_MSG_(NEW|DEL|GET)", "", name)]
        self.walk(data[at + 4:], first)
        return self.lines

    def walk(self, data, first, depth=0):
        is_list = first in LISTS
        names = {1: "NFNL_BATCH_GENID"} if first == "NFNL_BATCH" else {} if is_list or first is None else names_of(first)
        expression, at = None, 0
        while at + 4 <= len(data):
            length, raw = struct.unpack_from("=HH", data, at)
            name = "NFTA_LIST_ELEM" if is_list else names.get(raw & 0x3fff, f"attribute {raw & 0x3fff}")
            value = data[at + 4:at + length]
            # libnftnl numbers the elements of a list, where the kernel has one type for all.
            number = f" ({raw & 0x3fff})" if is_list and raw & 0x3fff != 1 else ""
            self.add(data[at:at + 4], f"{name}{number}{' nested' if raw & netlink_annotate.NLA_F_NESTED else ''}, {length}", depth)
            if is_list:
                self.walk(value, LISTS[first], depth + 1)
            elif name == "NFTA_EXPR_DATA":
                self.walk(value, EXPRESSIONS.get(expression), depth + 1)
            elif name in INSIDE:
                self.walk(value, INSIDE[name], depth + 1)
            elif name.endswith("_USERDATA"):
                self.user_data(value, USER_DATA.get(name, {0: "COMMENT"}), depth + 1)
            elif value:
                self.add(value, self.text(name, value), depth + 1)
            if name == "NFTA_EXPR_NAME":
                expression = value.rstrip(b"\0").decode()
            padding = data[at + length:at + ((length + 3) & ~3)]
            if padding:
                self.add(padding, "padding", depth)
            at += (length + 3) & ~3

    def user_data(self, data, names, depth):
        at = 0
        while at + 2 <= len(data):
            kind, length = data[at], data[at + 1]
            value = data[at + 2:at + 2 + length]
            name = names.get(kind, f"type {kind}")
            self.add(data[at:at + 2], f"{name}, {length}", depth)
            shown = f'"{value.rstrip(bytes(1)).decode()}"' if name == "COMMENT" else str(int.from_bytes(value, "little")) if length == 4 else f"{length} bytes"
            self.add(value, shown, depth + 1)
            at += 2 + length

    @staticmethod
    def text(name, value):
        if TEXTS.fullmatch(name):
            return f'"{value.rstrip(bytes(1)).decode()}"'
        if len(value) not in (2, 4, 8) or name == "NFTA_DATA_VALUE" or "INFO" in name:
            return f"{len(value)} byte{'s' if len(value) != 1 else ''}"
        number = int.from_bytes(value, "big", signed=name in SIGNED)
        if re.search(r"_[SD]REG$|_REG_", name):
            return f"{number}: " + ("verdict" if number == 0 else f"register {number}" if number < 8 else f"word {number - 8}")
        if name in WORDS:
            return f"{number}: {names_of(WORDS[name])[number]}"
        if name in ("NFTA_SET_KEY_TYPE", "NFTA_SET_DATA_TYPE") and number < 0xffffff00:
            parts = []
            while number:
                parts.insert(0, TYPES.get(number & 63, str(number & 63)))
                number >>= 6
            return " . ".join(parts)
        return str(number) if number < 1 << 24 else f"0x{number:x}"


def annotate(message, head):
    lines = [f"# {line}".rstrip() for line in head]
    return "\n".join(lines + Annotator().message(message)).rstrip() + "\n"
