"""How soon a run lets go: from Ctrl+C to the word that it is stopping, and to the end of the process.

Twice: while rows are being written, and while a call hangs that nobody will ever answer.
"""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.options import Options
from benchmarks.processes import CLI, ROOT, BenchmarkError, cli, environment, fresh_home, sandbox_folder
from benchmarks.replay import REPLAY
from benchmarks.report import Measure, say
from wizard.errors import ExitCode
from wizard.sandbox import lifecycle

ROWS = 50_000_000
"""So many that no machine has written them before the signal arrives."""
PATIENCE = 60.0
HANG = {"pattern": "/api/2.0/sql/statements", "method": "POST", "delay": PATIENCE, "times": 1}

Event = dict[str, Any]


def measure(options: Options) -> Iterator[Measure]:
    """Seconds to the acknowledgement and to the exit. Raises BenchmarkError for any exit code but that of a cancel."""
    busy = [_while_writing(turn) for turn in _turns(options, "cancel while rows are written")]
    yield Measure("cancel.acknowledged", "s", tuple(a for a, _ in busy), "Ctrl+C while rows are written")
    yield Measure("cancel.exit", "s", tuple(e for _, e in busy), "Ctrl+C while rows are written")
    hung = [_while_hanging(turn) for turn in _turns(options, "cancel while a call hangs")]
    yield Measure("cancel.exit_hanging", "s", tuple(e for _, e in hung), "Ctrl+C while a call hangs")


def _turns(options: Options, doing: str) -> Iterator[Path]:
    for turn in range(options.repeat):
        say(f"{doing}, {turn + 1} of {options.repeat}")
        with fresh_home() as home:
            yield home


def _while_writing(home: Path) -> tuple[float, float]:
    def rows_are_there(event: Event) -> bool:
        return bool(event["event"] == "step_progress" and event["step"] == "data:transactions" and event["done"])

    with _replay(home, "--set", f"tables.transactions.rows={ROWS}") as process:
        _await(process, rows_are_there)
        return _interrupt(process)


def _while_hanging(home: Path) -> tuple[float, float]:
    cli(["sandbox", "start"], home)
    running = lifecycle.status(sandbox_folder(home))
    if running is None:
        raise BenchmarkError("the sandbox did not start")
    _faults(running, HANG)
    with _replay(home) as process:
        _await(process, lambda event: event["event"] == "step_started")
        deadline = time.monotonic() + PATIENCE
        while _faults(running) and time.monotonic() < deadline:
            time.sleep(0.01)
        return _interrupt(process)


@contextmanager
def _replay(home: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """A replay under way, in a process group of its own as a terminal would start it."""
    process = subprocess.Popen(
        [*CLI, *REPLAY, *more], cwd=ROOT, env=environment(DEMO_WIZARD_HOME=str(home)), text=True, process_group=0,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


def _await(process: subprocess.Popen[str], wanted: Callable[[Event], bool]) -> None:
    assert process.stdout
    for line in process.stdout:
        if wanted(json.loads(line)):
            return
    raise BenchmarkError(f"the run ended with {process.wait()} before it could be cancelled")


def _drain(process: subprocess.Popen[str]) -> None:
    """Read to the end, so that a full pipe holds nobody up, and wait for the process."""
    assert process.stdout
    for _ in process.stdout:
        pass
    process.wait()


def _interrupt(process: subprocess.Popen[str]) -> tuple[float, float]:
    """Seconds from the signal to `cancel_requested` and to the end of the process."""
    started = time.perf_counter()
    process.send_signal(signal.SIGINT)
    _await(process, lambda event: event["event"] == "cancel_requested")
    acknowledged = time.perf_counter() - started
    _drain(process)
    seconds = time.perf_counter() - started
    if process.returncode != ExitCode.CANCELLED:
        raise BenchmarkError(f"a cancelled run ended with {process.returncode} instead of {int(ExitCode.CANCELLED)}")
    return acknowledged, seconds


def _faults(running: lifecycle.Running, wish: dict[str, Any] | None = None) -> list[Any]:
    """Plan a fault, or without one list those that nothing has met yet."""
    request = urllib.request.Request(
        f"{running.host_url}/sandbox/faults",
        json.dumps(wish).encode() if wish else None,
        {"Authorization": f"Bearer {running.token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: list[Any] = json.load(answer).get("faults", [])
        return found
