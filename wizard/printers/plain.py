"""A run as plain lines: for pipes, logs, dumb terminals and screen readers. One line an event, no escape sequences.

Progress is said every five seconds a step, so that a log of a long run stays short and still shows that it moves.
"""

from __future__ import annotations

from datetime import datetime
from typing import TextIO

from wizard.printers.words import LOOKS, duration, last_line, short, task_status
from wizard.run.events import (
    Event,
    GrantsProved,
    InsightProved,
    Record,
    RuleChecked,
    RunFinished,
    StepFinished,
    StepNoted,
    StepProgress,
    StepSkipped,
    StepStarted,
    TaskChanged,
    message,
)
from wizard.run.state import RunState
from wizard.run.statuses import SUCCEEDED
from wizard.scrub import scrub

PROGRESS_EVERY = 5.0
FINDINGS = (RuleChecked, InsightProved, GrantsProved)


class PlainPrinter:
    """Writes a line for everything a person would want to read in a log."""

    def __init__(self, state: RunState, stream: TextIO) -> None:
        self._state, self._stream = state, stream
        self._told: dict[str, datetime] = {}

    def show(self, record: Record) -> None:
        """Take the record into the state, and say it if it is worth a line."""
        self._state.take(record)
        text = self._text(record)
        if text:
            began = self._state.began or record.at
            self._stream.write(f"{(record.at - began).total_seconds():7.1f} s  {scrub(text)}\n")
            self._stream.flush()

    def tick(self) -> None:
        """Nothing to redraw."""

    def pause(self) -> None:
        """Nothing to hide."""

    def close(self) -> None:
        """Nothing to end."""

    def _text(self, record: Record) -> str:
        event = record.event
        if isinstance(event, StepProgress):
            return self._progress(event, record.at)
        if isinstance(event, TaskChanged):
            said = event.error or last_line(event.log)
            return f"{_mark(task_status(event.state))}    task {event.task}  {said}".rstrip()
        if hasattr(event, "step") and not isinstance(event, FINDINGS):
            return self._step_text(event)
        return "" if _is_quiet(event) else f"{'':9}  {message(event)}"

    def _step_text(self, event: Event) -> str:
        match event:
            case StepStarted(step=step):
                status, said = "running", ""
            case StepNoted(step=step, text=said):
                status = "running"
            case StepFinished(step=step, status=status):
                said = f"({duration(event.seconds)})  {event.detail}"
            case StepSkipped(step=step, reason=said):
                status = SUCCEEDED if event.cause == "done" else event.cause
            case _:
                return ""
        return f"{_mark(status)}  {self._title(step)}  {said}".rstrip()

    def _progress(self, event: StepProgress, at: datetime) -> str:
        told = self._told.get(event.step)
        if told is None or (at - told).total_seconds() < PROGRESS_EVERY:
            self._told.setdefault(event.step, at)
            return ""
        self._told[event.step] = at
        eta = self._state.step(event.step).eta
        left = f", {duration(eta)} left" if eta is not None else ""
        rate = f", {short(event.rate)} {event.unit}/s" if event.rate else ""
        title = self._title(event.step)
        return f"{_mark('running')}  {title}  {event.done:,} of {event.total:,} {event.unit}{rate}{left}"

    def _title(self, key: str) -> str:
        return self._state.step(key).title


def _is_quiet(event: Event) -> bool:
    """The summary tells how the run ended, which rules hold and what was proved."""
    return isinstance(event, RunFinished) or (isinstance(event, RuleChecked | InsightProved) and event.ok)


def _mark(status: str) -> str:
    look = LOOKS[status]
    return f"{look.glyph} {look.word:<7}"
