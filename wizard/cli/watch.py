"""Watches a run from the command line: prints what happens, asks for a yes where one is wanted, hears Ctrl+C.

The first Ctrl+C asks the run to stop and waits for it, a second at most; another one leaves at once. Somebody who only
attached to a run leaves it running. The run itself lives in another process and does not mind any of it.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import click

from wizard.cli.session import talk
from wizard.errors import ExitCode
from wizard.printers.base import Printer
from wizard.run.attach import follow
from wizard.run.directory import RunDirectory
from wizard.run.events import PlanReady, Record, RunFinished
from wizard.run.history import History
from wizard.run.start import Started, cancel, has_gone
from wizard.run.state import RunState

PATIENCE = 0.8
"""Seconds to wait for a run to stop after Ctrl+C, before leaving it to itself."""


@dataclass
class Interrupts:
    """How often Ctrl+C was pressed, and when first."""

    count: int = 0
    first: float = 0.0

    def press(self, _number: int, _frame: FrameType | None) -> None:
        """One more; the second one leaves at once."""
        self.count += 1
        if self.count > 1:
            raise KeyboardInterrupt
        self.first = time.monotonic()

    @property
    def is_overdue(self) -> bool:
        """Whether the run had its time to stop."""
        return self.count > 0 and time.monotonic() - self.first > PATIENCE


def watch(
    started: Started, output: str, *, plain: bool = False, debug: bool = False, owner: bool = True
) -> int:
    """Print a run until it ends; returns its exit code.

    `plain` never redraws what was printed. An `owner` stops the run with Ctrl+C, others only leave.
    """
    run = started.run
    state = _earlier(run, started.attempt)
    printer = _printer(run, state, output, plain=plain)
    with _counted() as interrupts:
        code = _print(started, printer, interrupts, owner=owner)
    if output == "jsonl":
        _explain(run, code)
    if debug and code not in (ExitCode.DONE, ExitCode.CANCELLED) and run.log.exists():
        talk(run.log.read_text(encoding="utf-8", errors="replace").rstrip())
    return code


def _print(started: Started, printer: Printer, interrupts: Interrupts, *, owner: bool) -> int:
    run, asked, began = started.run, False, time.monotonic()
    try:
        for record in follow(run, started.attempt):
            if interrupts.count and not owner:
                return _left(run)
            if interrupts.count and not asked:
                asked = cancel(run)
            if interrupts.is_overdue:
                printer.show(_overdue(run, time.monotonic() - began))
                return _left(run)
            if record is None:
                printer.tick()
                continue
            printer.show(record)
            if isinstance(record.event, PlanReady) and record.event.approval and owner:
                _ask(run, record.event, printer)
            if isinstance(record.event, RunFinished):
                has_gone(run, PATIENCE)  # so that the next command does not meet a runner on its way out
                return record.event.exit_code
    finally:
        printer.close()
    return int(ExitCode.FAILED)


def _overdue(run: RunDirectory, seconds: float) -> Record:
    """An end for the reader: the run was asked to stop and has not said that it did."""
    detail = "The run was asked to stop and did not answer in time."
    return Record.now(run.id, RunFinished("cancelled", int(ExitCode.CANCELLED), round(seconds, 3), detail))


def _explain(run: RunDirectory, code: int) -> None:
    """Say on stderr how a run ended that did not succeed: the stream on stdout is for programs."""
    last = History.read(run).last
    if last is not None and code != ExitCode.DONE:
        from wizard.printers.summary import advice

        talk(advice(run, last))


def _left(run: RunDirectory) -> int:
    talk(f"Left run {run.id} to itself.  Watch it: demo-wizard runs attach {run.id}\n"
         f"Once it has stopped, go on with it: demo-wizard runs resume {run.id}")
    return int(ExitCode.CANCELLED)


def _ask(run: RunDirectory, event: PlanReady, printer: Printer) -> None:
    from wizard.plan.explain import explain
    from wizard.plan.model import Plan

    printer.pause()
    talk(explain(Plan.from_json(run.plan.read_text())))
    with _default_interrupt():
        try:
            yes = click.confirm("Apply?", default=True, err=True)
        except click.Abort:
            yes = False
    if yes:
        run.approve(event.hash)
    else:
        cancel(run)


def _earlier(run: RunDirectory, attempt: int) -> RunState:
    """The state that earlier attempts left: a resumed run's summary tells all of it."""
    from wizard.run.events import RunStarted
    from wizard.run.journal import records

    state = RunState(demo=run.request.demo, target=run.request.target, title=run.request.title)
    for record in records(run.events):
        if isinstance(record.event, RunStarted) and record.event.attempt >= attempt:
            break
        state.take(record)
    state.finished = None
    return state


def _printer(run: RunDirectory, state: RunState, output: str, *, plain: bool) -> Printer:
    if output == "jsonl":
        from wizard.printers.jsonl import JsonlPrinter

        return JsonlPrinter(sys.stdout)
    from wizard.printers.text import TextPrinter

    return TextPrinter(run, state, sys.stdout, sys.stderr, plain=plain)


@contextmanager
def _counted() -> Iterator[Interrupts]:
    """Ctrl+C is counted instead of raised, inside the block; SIGTERM leaves, and gives the cursor back."""
    interrupts = Interrupts()
    before = signal.signal(signal.SIGINT, interrupts.press), signal.signal(signal.SIGTERM, _leave)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before[0])
        signal.signal(signal.SIGTERM, before[1])


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


@contextmanager
def _default_interrupt() -> Iterator[None]:
    """Ctrl+C answers a question with no, inside the block."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
