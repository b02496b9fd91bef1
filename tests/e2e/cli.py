"""Runs the command line as people do, in a home of its own, and reads what it leaves behind."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

from tests.e2e import warm
from tests.eventually import eventually
from wizard.cli.main import main

DEADLINE_SECONDS = 120.0
WITH_RUNNER = "import sys; from wizard.cli.main import main; sys.exit(main(sys.argv[2:], sys.argv[1].split()))"


@dataclass(frozen=True)
class Wizard:
    """The command line with its own home folder, and so its own sandbox and runs.

    With `warm`, the socket of a process that has everything imported, runners are forked from that one, and commands
    are called in this process. Without, both are the processes that people have.
    """

    home: Path
    env: dict[str, str] = field(default_factory=dict)
    warm: Path | None = None

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABRICKS_", "SPARK_"))}
        return {**kept, "DEMO_WIZARD_HOME": str(self.home), "NO_COLOR": "1", **self.env}

    def start(self, *args: str) -> subprocess.Popen[str]:
        program = ["-c", WITH_RUNNER, " ".join(warm.command(self.warm))] if self.warm else ["-m", "wizard"]
        return subprocess.Popen(
            [sys.executable, *program, *args], env=self.environment(), text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        if self.warm:
            return self._call(warm.command(self.warm), args)
        process = self.start(*args)
        out, err = process.communicate(timeout=DEADLINE_SECONDS)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def _call(self, runner: tuple[str, ...], args: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        out, err = io.StringIO(), io.StringIO()
        with patch.dict(os.environ, self.environment(), clear=True), deadline(DEADLINE_SECONDS), redirect_stdout(out), \
             redirect_stderr(err):  # fmt: skip
            code = main(args, runner)
        return subprocess.CompletedProcess(args, code, out.getvalue(), err.getvalue())

    def ok(self, *args: str) -> str:
        """Run, expect exit 0, answer stdout."""
        done = self.run(*args)
        assert done.returncode == 0, f"{args}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def events(self, *args: str) -> list[dict[str, Any]]:
        """Run with JSONL output and answer the events, whatever the exit code."""
        return [json.loads(line) for line in self.run(*args, "--output", "jsonl").stdout.splitlines()]

    def runs(self) -> list[Path]:
        return sorted(p.parent for p in (self.home / "runs").glob("*/run.json"))

    def sandbox(self, user: str = "") -> dict[str, str]:
        """The environment that reaches the sandbox as a user."""
        out = self.ok("sandbox", "env", *(["--as", user] if user else []))
        lines = [line.removeprefix("export ") for line in out.splitlines() if "=" in line]
        return {name: value.strip("'\"") for name, _, value in (line.partition("=") for line in lines)}

    def requests(self) -> list[dict[str, Any]]:
        """The sandbox's request log."""
        found = next(self.home.rglob("requests.jsonl"))
        return [json.loads(line) for line in found.read_text().splitlines()]


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise TimeoutError where the main thread is when the time is up."""

    def over(_number: int, _frame: object) -> NoReturn:
        raise TimeoutError(f"not done in {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def journal(run: Path) -> list[dict[str, Any]]:
    """The whole lines of a run's journal."""
    path = run / "events.jsonl"
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in lines]


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not alive(pid), f"process {pid} to be gone")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # the latter when it ends between open and read
        return False
