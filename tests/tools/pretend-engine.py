#!/usr/bin/env python3
"""pretend-engine.py SOCKET COUNT: answers at a unix socket as Docker does, with COUNT containers c1, c2 ... of which every other one runs."""
import contextlib
import json
import os
import socket
import sys

path, count = sys.argv[1], int(sys.argv[2])
containers = [
    {
        'Id': f'{n:064x}', 'Names': [f'/c{n}'], 'Image': 'bb', 'State': 'exited' if n % 2 else 'running', 'Status': 'Up 2 hours', 'Labels': {f'label{i}': 'x' * 40 for i in range(20)},
        'Ports': [], 'NetworkSettings': {'Networks': {'bridge': {'IPAddress': f'172.17.1.{n % 250}'}}}, 'Mounts': [],
    }
    for n in range(1, count + 1)
]
body = json.dumps(containers).encode()
with socket.socket(socket.AF_UNIX) as server:
    server.bind(path + '.new')
    server.listen(16)
    os.rename(path + '.new', path)
    while True:
        client, _ = server.accept()
        # A client that has waited long enough is gone.
        with client, contextlib.suppress(OSError):
            request = client.recv(4096)
            found = request.startswith(b'GET /containers/json')
            client.sendall(b'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n' + body if found else b'HTTP/1.0 404 Not Found\r\n\r\n{}')
