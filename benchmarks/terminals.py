"""A program in a terminal of its own: what it writes is read as a person would see it arrive, keys are typed into it.

It is a real pseudo-terminal, because that is what an app of the terminal starts up for: it sets modes, asks what the
terminal can do, and paints a whole screen.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from typing import Self

from benchmarks.processes import ROOT, BenchmarkError, environment

COLUMNS, LINES = 80, 24
PATIENCE = 60.0
"""Seconds after which what is waited for will not come any more."""
_ESCAPES = re.compile(rb"\x1b(\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07]*\x07|[^\[\]])")


class Terminal:
    """Starts the command at once; leaving the context ends it. Moments are of the clock `time.perf_counter`."""

    def __init__(self, command: Sequence[str], **variables: str) -> None:
        self._master, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._seen = b""
        variables = {"TERM": "xterm-256color", **variables}
        clean = {name: value for name, value in environment(**variables).items() if name != "NO_COLOR"}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=clean, stdin=inside, stdout=inside, stderr=inside, start_new_session=True
        )
        os.close(inside)

    def until(self, text: str) -> float:
        """The moment at which a text stands there. What came before it is forgotten.

        Raises BenchmarkError if it does not come, with the end of what came instead.
        """
        wanted, deadline = text.encode(), time.monotonic() + PATIENCE
        while wanted not in self._seen:
            if time.monotonic() > deadline or not self._read(0.5):
                raise BenchmarkError(f"{text!r} does not come. The last that came: {self._seen[-1000:].decode()!r}")
        moment = time.perf_counter()
        self._seen = self._seen[self._seen.index(wanted) + len(wanted) :]
        return moment

    def watch(self, seconds: float) -> None:
        """Let it write for a while."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._read(left)

    def press(self, keys: str) -> float:
        """Type; returns the moment. What was written before is forgotten: only what follows is an answer."""
        while select.select([self._master], [], [], 0)[0] and self._read(0):
            pass
        self._seen = b""
        os.write(self._master, keys.encode())
        return time.perf_counter()

    def end(self) -> float:
        """The moment at which the process is gone. Raises BenchmarkError if it stays."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            if time.monotonic() > deadline:
                raise BenchmarkError("the app does not leave")
            self._read(0.001)
        return time.perf_counter()

    def _read(self, patience: float) -> bool:
        """Read on; False once the program is gone. Nothing may come for a while."""
        if not select.select([self._master], [], [], patience)[0]:
            return self.process.poll() is None
        try:
            self._seen = _ESCAPES.sub(b"", self._seen + os.read(self._master, 65_536))
        except OSError:  # the other end is closed
            return False
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)
