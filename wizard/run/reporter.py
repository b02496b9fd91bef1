"""What a step is given to speak with while it works: progress, remarks, findings, and facts for a resume.

A step says what happens as often as it likes; the reporter keeps the journal readable (ten progress events a second at
most, a task only when something about it changed) and knows the rate, so that no step has to.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from wizard.errors import CancelledError
from wizard.run.events import (
    Event,
    FactSaved,
    FileAttached,
    GrantsProved,
    InsightProved,
    LinkOffered,
    RuleChecked,
    StepNoted,
    StepProgress,
    TaskChanged,
)
from wizard.scrub import scrub

PROGRESS_EVERY = 0.1
RATE_WINDOW = 5.0
LOG_TAIL = 4_000


class Reporter:
    """The reporter of one step. Safe to use from any thread; `cancelled` is set when the run is asked to stop."""

    def __init__(
        self,
        step: str,
        emit: Callable[[Event], object],
        cancelled: threading.Event,
        attach: Callable[[str, str], Path],
        facts: Mapping[str, Any] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.cancelled = cancelled
        self._step, self._emit, self._attach, self._clock = step, emit, attach, clock
        self._facts = dict(facts or {})
        self._lock = threading.Lock()
        self._samples: deque[tuple[float, int]] = deque()
        self._told_at = float("-inf")
        self._tasks: dict[str, tuple[str, str, str]] = {}

    def check(self) -> None:
        """Raise CancelledError if the run was asked to stop. Cheap: call it between any two requests."""
        if self.cancelled.is_set():
            raise CancelledError("The run was cancelled.")

    def progress(self, done: int, total: int, unit: str = "rows") -> None:
        """How far the step is, in units done so far in all attempts."""
        now = self._clock()
        with self._lock:
            self._samples.append((now, done))
            while len(self._samples) > 2 and now - self._samples[0][0] > RATE_WINDOW:
                self._samples.popleft()
            if done < total and now - self._told_at < PROGRESS_EVERY:
                return
            self._told_at = now
            rate = self._rate()
        self._emit(StepProgress(self._step, done, total, unit, rate))

    def note(self, text: str) -> None:
        """A remark for people."""
        self._emit(StepNoted(self._step, text))

    def link(self, title: str, url: str) -> None:
        """A place to look at what the step made."""
        self._emit(LinkOffered(self._step, title, url))

    def attach(self, name: str, text: str) -> None:
        """Leave a file in the run directory, for people."""
        self._emit(FileAttached(self._step, name, str(self._attach(name, scrub(text)))))

    def task(self, task_key: str, state: str, seconds: float | None, log_tail: str = "", error: str = "") -> None:
        """The state of a job's task, `seconds` after it began; said only when something but that changed."""
        log = log_tail[-LOG_TAIL:]
        with self._lock:
            if self._tasks.get(task_key) == (state, log, error):
                return
            self._tasks[task_key] = (state, log, error)
        self._emit(TaskChanged(self._step, task_key, state, round(seconds or 0.0, 3), log, error))

    def finding(self, table: str, rule: str, column: str, severity: str, violations: int, ok: bool) -> None:
        """What the check of one quality rule found."""
        self._emit(RuleChecked(self._step, table, rule, column, severity, violations, ok))

    def insight(
        self, name: str, question: str, ok: bool, expected: str, found: str, seconds: float, say: str, skipped: bool
    ) -> None:
        """What asking one question of the story found."""
        self._emit(InsightProved(self._step, name, question, ok, expected, found, seconds, say, skipped))

    def matrix(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Effective privileges as read back: mappings with `principal`, `object`, `privileges` and `ok`."""
        self._emit(GrantsProved(self._step, [dict(row) for row in rows]))

    def saved(self, key: str) -> Any:
        """A fact that this step saved, in this attempt or an earlier one; None if it did not."""
        return self._facts.get(key)

    def save(self, key: str, value: Any) -> None:
        """Remember a fact for a resume (JSON only). It is on the disk when this returns."""
        self._facts[key] = value
        self._emit(FactSaved(self._step, key, value))

    def _rate(self) -> float:
        (began, first), (now, last) = self._samples[0], self._samples[-1]
        return round((last - first) / (now - began), 1) if now > began else 0.0
