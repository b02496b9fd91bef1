"""Runners forked from a process that has imported everything already.

A runner spends two to three of its five seconds on importing the platform's libraries, and dozens are started here.
Where that is not what a test is about, `ask.py` takes the place of `python -m wizard.run.runner`: it hands its files,
locks and environment to the process below, which forks a runner for them. That runner is a process like any other: it
has a session of its own, outlives whoever asked for it, and can be killed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wizard.run import runner
from wizard.spec import load

HERE = Path(__file__).parent
LIBRARIES = ("databricks.sdk", "databricks.connect", "dbldatagen", "wizard.workspace.connect",
             "wizard.workspace.observe")  # fmt: skip


def command(address: Path) -> tuple[str, ...]:
    """The command that stands in the place of a runner's."""
    return (sys.executable, "-I", "-S", str(HERE / "ask.py"), str(address))


@contextmanager
def serving(address: Path) -> Iterator[None]:
    """Runners can be asked for at this address. Who asks first waits until everything is imported."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(address))
        listening.listen()
        program = [sys.executable, "-m", "tests.e2e.warm", str(listening.fileno())]
        server = subprocess.Popen(program, stdin=subprocess.PIPE, pass_fds=[listening.fileno()], cwd=HERE.parents[1])
    with server:
        yield


def serve(listening: socket.socket) -> None:
    """Import, then fork a runner for everybody who asks, until stdin ends: with whoever started this process."""
    _import()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for runners
    while sys.stdin not in select.select([sys.stdin, listening], [], [])[0]:
        asked, descriptors = _heard(listening)
        if os.fork() == 0:
            _run(asked, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _import() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    load("retail")  # reading one imports what reading takes


def _heard(listening: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """What somebody who asks has to say, and the descriptors: stdin, stdout, stderr and locks."""
    with listening.accept()[0] as connection, connection.makefile("rb") as rest:
        _, descriptors, _, _ = socket.recv_fds(connection, 1, 16)
        return json.loads(rest.read()), descriptors


def _run(asked: dict[str, Any], descriptors: list[int]) -> None:
    """Become a runner. Never returns."""
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for place, descriptor in enumerate(descriptors[:3]):
            os.dup2(descriptor, place)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        runner.main([*asked["arguments"], *map(str, descriptors[3:])])
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as inherited:
        serve(inherited)
