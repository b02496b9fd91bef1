"""What earlier runs on a target took, read from their journals: what the next estimate rests on.

Only runs that succeeded at the first attempt and wrote rows say anything: a resumed one did a part of its work before,
and one with nothing to do shows nothing but the start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from statistics import median

from wizard.plan.pace import CONNECT, START, UNMEASURED, Measured
from wizard.run import journal
from wizard.run.directory import RunDirectory
from wizard.run.events import PlanReady, Record, RunFinished, RunStarted, StepFinished, StepProgress, StepStarted

READING = ("quality", "view", "story", "run")
"""Kinds of steps whose time depends on the rows of the whole demo."""


def measured(runs: Path, target: str, latest: int = 5) -> Measured | None:
    """What the `latest` runs in this folder on this target took; None if there are none to learn from."""
    every = (run for run in reversed(RunDirectory.every(runs)) if run.request.target == target)
    seen = list(islice(_learned(every), latest))
    if not seen:
        return None
    return Measured(len(seen), median(one.start for one in seen), median(one.connect for one in seen), _factors(seen))


@dataclass
class _Took:
    """What one run took: `seconds` of each step that did something and `rows` of each table that was written."""

    attempts: int = 0
    began: datetime | None = None
    start: float = START
    kept_rows: bool = False
    kinds: dict[str, str] = field(default_factory=dict)
    started: dict[str, datetime] = field(default_factory=dict)
    waited: dict[str, float] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    succeeded: bool = False

    @property
    def connect(self) -> float:
        """Seconds that a table waited at most for databricks-connect."""
        return max(self.waited.values(), default=CONNECT)

    @property
    def teaches(self) -> bool:
        """Whether something can be learned from it."""
        return self.succeeded and self.attempts == 1 and any(key in self.seconds for key in self.rows)

    def take(self, record: Record) -> None:
        """One more record."""
        match record.event:
            case RunStarted():
                self.attempts, self.began = self.attempts + 1, record.at
            case PlanReady(steps=steps):
                self.start = (record.at - self.began).total_seconds() if self.began else START
                self.kinds = {step["key"]: step["kind"] for step in steps}
                self.kept_rows = any(step["kind"] == "data" and step["action"] == "keep" for step in steps)
            case StepStarted(step=step):
                self.started[step] = record.at
            case StepProgress(step=step, total=total, unit="rows") if step in self.started:
                self.waited.setdefault(step, (record.at - self.started[step]).total_seconds())
                self.rows[step] = max(total, self.rows.get(step, 0))
            case StepFinished(step=step, status="succeeded", seconds=seconds):
                self.seconds[step] = max(seconds - self.waited.get(step, 0.0), 0.0)
            case RunFinished(status=status):
                self.succeeded = status == "succeeded"
            case _:
                pass


def _learned(runs: Iterable[RunDirectory]) -> Iterator[_Took]:
    for run in runs:
        took = _Took()
        for record in journal.records(run.events):
            took.take(record)
        if took.teaches:
            yield took


def _factors(seen: Iterable[_Took]) -> dict[str, float]:
    """For each kind the median of the runs: what its steps took, divided by what was to be expected."""
    found: dict[str, list[float]] = defaultdict(list)
    for took in seen:
        for kind, factor in _factors_of(took).items():
            found[kind].append(factor)
    return {kind: round(median(factors), 3) for kind, factors in found.items()}


def _factors_of(took: _Took) -> dict[str, float]:
    demo = sum(took.rows.values())
    spent: dict[str, float] = defaultdict(float)
    expected: dict[str, float] = defaultdict(float)
    for key, seconds in took.seconds.items():
        kind = took.kinds.get(key, "")
        if kind not in READING or not took.kept_rows:  # how many rows were kept is not in the journal
            spent[kind] += seconds
            expected[kind] += UNMEASURED.seconds(kind, took.rows.get(key, demo))
    return {kind: spent[kind] / expected[kind] for kind in spent}
