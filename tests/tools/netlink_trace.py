"""The netlink messages that a command sends and receives, by strace."""
import re
import subprocess
import tempfile


def messages(command):
    """(direction, message) of every netlink message of a command."""
    with tempfile.NamedTemporaryFile("r") as log:
        subprocess.run(["strace", "-f", "-o", log.name, "-e", "trace=sendmsg,sendto,recvmsg,recvfrom", "-e", "read=all", "-e", "write=all",
                        "sh", "-c", "exec " + command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        lines = log.read().splitlines()
    datagrams = []
    for line in lines:
        if match := re.match(r"\d+\s+(send|recv)", line):
            datagrams.append((match[1], bytearray()))
        elif re.match(r" \| [0-9a-f]{5}  ", line) and datagrams:
            datagrams[-1][1].extend(bytes.fromhex(line[10:59].strip().replace(" ", "")))
    for direction, datagram in datagrams:
        data = bytes(datagram)
        while len(data) >= 16:
            length = int.from_bytes(data[:4], "little")
            if not 16 <= length <= len(data):
                break
            yield direction, data[:length]
            data = data[(length + 3) & ~3:]
