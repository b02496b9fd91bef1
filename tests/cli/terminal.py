"""The command line with the fake backend: called here, or as a process with pipes or a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.eventually import eventually
from tests.run.fake import RUNNER
from wizard.cli.main import main
from wizard.run import journal
from wizard.run.directory import RunDirectory
from wizard.run.events import StepStarted

PROGRAM = (__file__,)
"""What a process runs: the command line, with the fake backend behind it."""


def start(
    home: Path, *arguments: str, term: str = "xterm", program: Sequence[str] = PROGRAM, **settings: Any
) -> subprocess.Popen[bytes]:
    """A process of the command line, in a session of its own."""
    kept = {k: v for k, v in os.environ.items() if k not in ("CI", "NO_COLOR")}
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [sys.executable, *program, *arguments], start_new_session=True, cwd=Path(__file__).parents[2],
        env={**kept, "DEMO_WIZARD_HOME": str(home), "TERM": term, "PYTHONPATH": str(Path(__file__).parents[2])},
        **{**pipes, **settings},
    )


class Terminal:
    """A process with a terminal: what it shows can be awaited, and answers typed."""

    def __init__(
        self, home: Path, *arguments: str, term: str = "xterm", program: Sequence[str] = PROGRAM
    ) -> None:
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (24, 80))
        self.process = start(home, *arguments, term=term, program=program, stdin=slave, stdout=slave, stderr=slave,
                             preexec_fn=_own_the_terminal)
        os.close(slave)
        self.shown = ""

    def await_text(self, text: str) -> None:
        """Read until this is shown."""
        while text not in self.shown:
            self._read()

    def type(self, text: str) -> None:
        """Type."""
        os.write(self._master, text.encode())

    def end(self) -> int:
        """The exit code, once everything is shown."""
        try:
            while True:
                self._read()
        except OSError:  # the other end of the terminal is closed
            os.close(self._master)
        return self.process.wait(10)

    def _read(self) -> None:
        """What is shown next. Raises OSError when the process has ended and all was read."""
        try:
            found = os.read(self._master, 65536)
        except OSError:
            if self.process.poll() is not None:
                raise
            with suppress(subprocess.TimeoutExpired):  # seen on a busy machine: no other end yet, of a process at work
                self.process.wait(0.05)
            return
        self.shown += found.decode(errors="replace").replace("\r\n", "\n")


def _own_the_terminal() -> None:
    """Make it the terminal of the new session, so that Ctrl+C arrives, also where the tests themselves ignore it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def only_run(home: Path) -> RunDirectory:
    """The run that a command began, once it is there."""
    return eventually(lambda: RunDirectory.every(home / "runs"), "a run")[-1]


def await_step(run: RunDirectory, key: str) -> None:
    """Wait until a step has started."""
    def has_started() -> bool:
        return any(isinstance(r.event, StepStarted) and r.event.step == key for r in journal.records(run.events))

    eventually(has_started, f"{key} to start")


def stop(run: RunDirectory) -> None:
    """Kill a runner that a test left at work."""
    pid = run.runner_pid()
    if pid:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], RUNNER))
