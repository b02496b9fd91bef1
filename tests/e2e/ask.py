"""Stands in the place of `python -m wizard.run.runner`: `ask.py SOCKET RUN …` has a runner forked, see warm.py.

It imports next to nothing, so that it costs next to nothing.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time


def ask(address: str, *arguments: str) -> None:
    """Hand over everything that a runner inherits. The arguments behind the address are a runner's; locks are last."""
    locks = [int(lock) for lock in arguments[-2:]]
    while not all(_is_signed(lock) for lock in locks):
        time.sleep(0.001)  # whoever started this process signs next; the runner's own signature must come after that
    asked = {"arguments": arguments[:-2], "environment": dict(os.environ), "folder": os.getcwd()}  # noqa: PTH109
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        socket.send_fds(connection, [b"."], [0, 1, 2, *locks])
        connection.sendall(json.dumps(asked).encode())
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)  # nothing, once everything has arrived


def _is_signed(lock: int) -> bool:
    try:
        return bool(json.loads(os.pread(lock, 4096, 0))["pid"] == os.getpid())
    except ValueError:
        return False


if __name__ == "__main__":
    ask(*sys.argv[1:])
