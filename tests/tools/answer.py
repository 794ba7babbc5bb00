#!/usr/bin/env python3
"""Says who answers at a port, and whom that one takes the client for.

answer.py serve NAME PROTOCOL:PORT ...           answers "NAME PEER" to whoever connects (tcp, sctp) or sends something (udp), over IPv4 and
                                                 IPv6; prints "ready" when it listens. Ends when its input does.
answer.py ask PROTOCOL ADDRESS PORT PATIENCE     prints the answer, or "none: REASON" where none comes within PATIENCE seconds
answer.py talk ADDRESS PORT                      sends a datagram for each line of its input, all from one socket, and prints each answer, or "none"
"""
import select
import socket
import sys
import time

SCTP = 132


def plain(address):
    return address[0].removeprefix('::ffff:')


def listen(protocol, port):
    kind = socket.SOCK_DGRAM if protocol == 'udp' else socket.SOCK_STREAM
    s = socket.socket(socket.AF_INET6, kind, SCTP if protocol == 'sctp' else 0)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('::', port))
    if protocol != 'udp':
        s.listen(64)
    return s


def serve(name, services):
    sockets = [listen(*((lambda p, n: (p, int(n)))(*service.split(':')))) for service in services]
    print('ready', flush=True)
    while True:
        for s in select.select([*sockets, sys.stdin], [], [])[0]:
            if s is sys.stdin:
                return
            if s.type == socket.SOCK_DGRAM:
                _, peer = s.recvfrom(2048)
                s.sendto(f'{name} {plain(peer)}'.encode(), peer)
            else:
                connection, peer = s.accept()
                connection.sendall(f'{name} {plain(peer)}'.encode())
                connection.close()


def ask(protocol, address, port, patience):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    kind = socket.SOCK_DGRAM if protocol == 'udp' else socket.SOCK_STREAM
    until = time.monotonic() + patience
    with socket.socket(family, kind, SCTP if protocol == 'sctp' else 0) as s:
        try:
            s.settimeout(patience)
            s.connect((address, port))
            while protocol == 'udp' and time.monotonic() < until:
                # A datagram may be lost: once more.
                s.settimeout(min(1.0, patience))
                s.send(b'?')
                try:
                    return s.recv(2048).decode()
                except TimeoutError:
                    pass
            return s.recv(2048).decode() if protocol != 'udp' else 'none: timed out'
        except OSError as e:
            return f'none: {e}'


def talk(address, port):
    with socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET, socket.SOCK_DGRAM) as s:
        for line in sys.stdin:
            answer = 'none'
            s.sendto(line.encode(), (address, port))
            s.settimeout(1.0)
            try:
                answer = s.recv(2048).decode()
            except OSError:
                pass
            print(answer, flush=True)


what, *rest = sys.argv[1:]
if what == 'serve':
    serve(rest[0], rest[1:])
elif what == 'ask':
    print(ask(rest[0], rest[1], int(rest[2]), float(rest[3])))
else:
    talk(rest[0], int(rest[1]))
