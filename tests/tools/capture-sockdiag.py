#!/usr/bin/env python3
"""Captures socket-diagnostics messages of the real ss tool and of the kernel as fixtures for the unit tests.

    tests/private-stack.sh tests/tools/capture-sockdiag.py

Opens sockets of its own, and runs ss under strace. Writes tests/units/Fixtures/sockdiag-*.hex; needs strace and iproute2.
"""
import ipaddress
import os
import platform
import re
import socket
import struct
import subprocess

import netlink_trace

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "units", "Fixtures")
HEADER = [("nlmsg_len", "I"), ("nlmsg_type", "H"), ("nlmsg_flags", "H"), ("nlmsg_seq", "I"), ("nlmsg_pid", "I")]
ID = [("idiag_sport", ">H"), ("idiag_dport", ">H"), ("idiag_src", "16s"), ("idiag_dst", "16s"), ("idiag_if", "I"), ("idiag_cookie", "8s")]
REQUEST = [("sdiag_family", "B"), ("sdiag_protocol", "B"), ("idiag_ext", "B"), ("pad", "B"), ("idiag_states", "I")] + ID
REPLY = [("idiag_family", "B"), ("idiag_state", "B"), ("idiag_timer", "B"), ("idiag_retrans", "B")] + ID + [
    ("idiag_expires", "I"), ("idiag_rqueue", "I"), ("idiag_wqueue", "I"), ("idiag_uid", "I"), ("idiag_inode", "I")]


def annotate(message, head, layout):
    lines = [f"# {line}" for line in head]

    def add(data, comment):
        for at in range(0, len(data), 16):
            lines.append(f"{data[at:at + 16].hex(' '):<47} # {comment if at == 0 else '...'}")

    at, family = 0, message[16]
    for name, code in HEADER + layout:
        size = struct.calcsize("=" + code.lstrip(">"))
        raw = message[at:at + size]
        value = struct.unpack((">" if code[0] == ">" else "=") + code.lstrip(">"), raw)[0]
        if name in ("idiag_src", "idiag_dst"):
            value = ipaddress.ip_address(raw[:4] if family == socket.AF_INET else raw)
        add(raw, f"{name} {value if not isinstance(value, bytes) else ''}".rstrip())
        at += size
    while at + 4 <= len(message):
        length, number = struct.unpack_from("=HH", message, at)
        add(message[at:at + 4], f"attribute {number}, {length}")
        add(message[at + 4:(at + length + 3) & ~3], f"  {length - 4} bytes")
        at = (at + length + 3) & ~3
    return "\n".join(lines) + "\n"


def main():
    if os.environ.get("NETNS_PRIVATE_STACK") != "1":
        raise SystemExit("run this inside tests/private-stack.sh: it opens sockets")
    listener = socket.create_server(("127.0.0.1", 5000))
    client = socket.create_connection(("127.0.0.1", 5000), source_address=("127.0.0.1", 40000))
    six = socket.create_server(("::1", 5006), family=socket.AF_INET6)
    endpoint = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    endpoint.bind(("0.0.0.0", 53))
    cases = [
        ("sockdiag-request-tcp", "ss -4 -n -t -l", "send", lambda m: m[17] == 6),
        ("sockdiag-reply-tcp-listen", "ss -4 -n -t -l -e", "recv", lambda m: m[17] == 10),
        ("sockdiag-reply-tcp-established", "ss -4 -n -t -e", "recv", lambda m: m[20:22] == (40000).to_bytes(2, "big")),
        ("sockdiag-reply-tcp-ipv6", "ss -6 -n -t -l -e", "recv", lambda m: m[16] == socket.AF_INET6),
        ("sockdiag-reply-udp", "ss -4 -n -u -a -e", "recv", lambda m: m[20:22] == (53).to_bytes(2, "big")),
    ]
    version = re.search(r"iproute2-([0-9.]+)", subprocess.run(["ss", "-V"], capture_output=True, text=True, check=True).stdout)[1]
    kernel = "Linux " + ".".join(platform.release().split(".")[:2])
    for name, command, wanted, matches in cases:
        message = next(m for d, m in netlink_trace.messages(command) if d == wanted and int.from_bytes(m[4:6], "little") == 20 and matches(m))
        said = f"request of iproute2 {version} on {kernel}" if wanted == "send" else f"answer of {kernel} to iproute2 {version}"
        with open(os.path.join(FIXTURES, name + ".hex"), "w", encoding="utf-8") as file:
            file.write(annotate(message, [f"{said}, little-endian", command], REQUEST if wanted == "send" else REPLY))
    for one in (listener, client, six, endpoint):
        one.close()


if __name__ == "__main__":
    main()
