"""How soon the app answers when somebody wants out, in a real terminal: from a key to the word, or to its end.

Once while a run writes rows and is asked to stop, once while the app waits for a workspace that takes a connection and
then says nothing for ever.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.options import Options
from benchmarks.processes import CLI, BenchmarkError, cli, fresh_home
from benchmarks.report import Measure, say
from benchmarks.terminals import PATIENCE, Terminal

ROWS = 50_000_000
"""So many that no machine has written them before the key is pressed."""
ENTER, QUIT = "\r", "\x11"
STEPS = ("look at the rows", "choose who may see it", "choose the jobs", "review the plan", "make the demo on")
"""What Enter does on each step from the story on, as the line above the keys says it."""


def measure(options: Options) -> Iterator[Measure]:
    """Seconds to "cancelling", and to the end of the process."""
    say("cancel and quit by keys")
    yield Measure("keys.cancel", "s", tuple(_cancel() for _ in range(options.repeat)), "c while rows are written")
    quits = tuple(_quit() for _ in range(options.repeat))
    yield Measure("keys.quit_hanging", "s", quits, "ctrl+q while a workspace does not answer")


def _cancel() -> float:
    rows = f"tables.transactions.rows={ROWS}"
    with fresh_home() as home, _opened(home, "--set", rows) as terminal:
        for does in STEPS:
            terminal.until(does)
            terminal.press(ENTER)
        _await_rows(home, terminal)
        pressed = terminal.press("c")
        seconds = terminal.until("cancelling") - pressed
        cli(["runs", "cancel"], home)
        return seconds


def _quit() -> float:
    with fresh_home() as home, _silence() as silent:
        config = home / "databrickscfg"
        config.write_text(f"[silent]\nhost = http://127.0.0.1:{silent.getsockname()[1]}\ntoken = none\n")
        with _opened(home, "--target", "silent", config=str(config)) as terminal:
            for does in STEPS[:2]:  # who there is to be granted something is asked on the third
                terminal.until(does)
                terminal.press(ENTER)
            terminal.until(STEPS[2])
            _await_call(silent, terminal)
            return -terminal.press(QUIT) + terminal.end()


@contextmanager
def _opened(home: Path, *more: str, config: str = "") -> Iterator[Terminal]:
    command = [*CLI, "open", "--spec", "retail", *more]
    with Terminal(command, DEMO_WIZARD_HOME=str(home), DATABRICKS_CONFIG_FILE=config) as terminal:
        yield terminal


@contextmanager
def _silence() -> Iterator[socket.socket]:
    """Somebody who takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def _await_call(silent: socket.socket, terminal: Terminal) -> None:
    """Until somebody has connected; the terminal is read meanwhile, or the app would wait for its reader."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(BlockingIOError):
            silent.accept()
            return
        terminal.watch(0.05)
    raise BenchmarkError("nobody called the silent workspace")


def _await_rows(home: Path, terminal: Terminal) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if any('"event":"step_progress"' in events.read_text() for events in home.glob("runs/*/events.jsonl")):
            return
        terminal.watch(0.05)
    raise BenchmarkError("no rows are written")
