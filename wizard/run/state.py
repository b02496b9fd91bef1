"""The state of a run, folded from its events: what every screen and printer draws.

One fold serves the live display, the summary, `runs show` and the app, so they cannot disagree. It takes the records of
all attempts in order; a later attempt keeps what earlier ones finished.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from wizard.plan.span import likely
from wizard.run.events import (
    CancelRequested,
    Event,
    FileAttached,
    GrantsProved,
    InsightProved,
    LinkOffered,
    PlanApproved,
    PlanReady,
    Record,
    RuleChecked,
    RunFinished,
    RunNoted,
    RunStarted,
    StepFinished,
    StepNoted,
    StepProgress,
    StepSkipped,
    StepStarted,
    StreamOpened,
    TaskChanged,
)
from wizard.run.statuses import KEPT, RUNNING, SUCCEEDED, WAITING

LATE = 0.1
"""Share of its time that a step is thought to need still when it has taken longer than expected."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What one principal may effectively do with one object, and whether that is what the demo wants."""

    securable: str
    privileges: list[str]
    ok: bool


@dataclass
class StepState:
    """One step. `status` is waiting, running, succeeded, failed, cancelled, kept, blocked (by a failure) or skipped (on
    request); `seconds` of its work.

    `began` and `ended` are of the attempt that finished it, which may be an `earlier` one; both are None for a step
    that was not begun. `tasks` are a job's, each as last told at the time in `told`.
    """

    key: str
    kind: str = ""
    object: str = ""
    action: str = ""
    reason: str = ""
    depends_on: list[str] = field(default_factory=list)
    status: str = WAITING
    began: datetime | None = None
    ended: datetime | None = None
    seconds: float = 0.0
    detail: str = ""
    hint: str = ""
    progress: StepProgress | None = None
    note: str = ""
    earlier: bool = False
    tasks: dict[str, TaskChanged] = field(default_factory=dict)
    told: dict[str, datetime] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The key in words: `table customers`."""
        return self.key.replace(":", " ", 1)

    @property
    def eta(self) -> float | None:
        """Seconds left at the present rate; None when that is not known."""
        p = self.progress
        return (p.total - p.done) / p.rate if p is not None and p.rate > 0 and p.done < p.total else None


@dataclass
class RunState:
    """A run so far, in all of its attempts: `began` is when the latest one did, `first` and `latest` are the times of
    the first and of the newest record of all. `expected` are seconds by step, as estimated when the plan was made.
    """

    run_id: str = ""
    attempt: int = 0
    title: str = ""
    demo: str = ""
    target: str = ""
    host: str = ""
    plan: str = ""
    began: datetime | None = None
    first: datetime | None = None
    latest: datetime | None = None
    now_doing: str = ""
    awaiting_approval: bool = False
    cancelling: bool = False
    finished: RunFinished | None = None
    steps: dict[str, StepState] = field(default_factory=dict)
    expected: dict[str, float] = field(default_factory=dict)
    rules: dict[tuple[str, str, str], RuleChecked] = field(default_factory=dict)
    insights: dict[str, InsightProved] = field(default_factory=dict)
    grants: dict[tuple[str, str], Proof] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def fold(cls, records: Iterable[Record]) -> Self:
        """The state after these records."""
        state = cls()
        for record in records:
            state.take(record)
        return state

    def take(self, record: Record) -> None:
        """One more record."""
        self.run_id = record.run_id
        event = record.event
        if isinstance(event, StreamOpened):
            return
        self.latest = record.at
        self.first = self.first or record.at
        if hasattr(event, "step"):
            self._take_step(self.step(event.step), event, record.at)
            return
        match event:
            case RunStarted():
                self._begin(event, record.at)
            case RunNoted(text=text):
                self.now_doing = text
            case PlanReady():
                self._take_plan(event)
            case PlanApproved():
                self.awaiting_approval = False
            case CancelRequested():
                self.cancelling = True
            case RunFinished():
                self.finished = event
            case _:
                pass

    def step(self, key: str) -> StepState:
        """The step with this key; a new one if the plan did not name it."""
        return self.steps.setdefault(key, StepState(key, kind=key.partition(":")[0]))

    def count(self, *statuses: str) -> int:
        """How many steps are in one of these states."""
        return sum(step.status in statuses for step in self.steps.values())

    @property
    def settled(self) -> int:
        """How many steps have ended, one way or another."""
        return len(self.steps) - self.count(WAITING, RUNNING)

    @property
    def rows(self) -> dict[str, int]:
        """Rows written, by step that wrote any."""
        told = {step.key: step.progress for step in self.steps.values() if step.progress and step.progress.done}
        return {key: progress.done for key, progress in told.items() if progress.unit == "rows"}

    @property
    def made(self) -> dict[str, Counter[str]]:
        """Steps by kind and by what became of them: the action if it succeeded, else the status."""
        kinds: dict[str, Counter[str]] = {}
        for step in self.steps.values():
            word = step.action if step.status == SUCCEEDED else step.status
            kinds.setdefault(step.kind, Counter())[word] += 1
        return kinds

    def eta(self, now: datetime) -> float | None:
        """Seconds left until the run has ended, from the rates of steps at work and from what the others are expected
        to take; None while nothing is known.

        It waits for nobody: the time until somebody approves the plan is not in it.
        """
        if self.finished is not None:
            return 0.0
        open_ = {key: self._left(step, now) for key, step in self.steps.items() if step.status in (WAITING, RUNNING)}
        known = {key: seconds for key, seconds in open_.items() if seconds is not None}
        if not known and (open_ or not self.steps):
            return None
        return likely(known, {key: self.steps[key].depends_on for key in known})

    def _left(self, step: StepState, now: datetime) -> float | None:
        """Seconds that a step which has not ended still needs; None when that is not known."""
        expected = self.expected.get(step.key)
        if step.status == WAITING:
            return expected
        if step.eta is not None or expected is None:
            return step.eta
        spent = (now - step.began).total_seconds() if step.began else 0.0
        return max(expected - spent, LATE * spent)

    def _begin(self, event: RunStarted, at: datetime) -> None:
        self.attempt, self.began = event.attempt, at
        self.title, self.demo, self.target = event.title, event.demo, event.target
        self.cancelling, self.finished = False, None
        for step in self.steps.values():
            if step.status not in (SUCCEEDED, KEPT):
                step.status, step.detail, step.hint, step.note = WAITING, "", "", ""
                step.began, step.ended, step.seconds = None, None, 0.0

    def _take_plan(self, event: PlanReady) -> None:
        self.plan, self.host, self.now_doing = event.hash, event.host, ""
        self.awaiting_approval = event.approval
        self.expected = dict(event.expected)
        for raw in event.steps:
            step = self.step(raw["key"])
            step.kind, step.object, step.action = raw["kind"], raw["object"], raw["action"]
            step.reason, step.depends_on = raw["reason"], raw["depends_on"]

    def _take_step(self, step: StepState, event: Event, at: datetime) -> None:
        match event:
            case StepStarted():
                step.status, step.began = RUNNING, at
            case StepProgress():
                step.progress = event
            case StepNoted(text=text):
                step.note = text
            case StepFinished():
                step.status, step.seconds, step.ended = event.status, event.seconds, at
                step.detail, step.hint = event.detail, event.hint
            case StepSkipped(cause="done"):
                step.status, step.earlier = SUCCEEDED, True
            case StepSkipped():
                step.status, step.detail = event.cause, event.reason
            case TaskChanged():
                step.tasks[event.task], step.told[event.task] = event, at
            case _:
                self._take_finding(event)

    def _take_finding(self, event: Event) -> None:
        match event:
            case RuleChecked():
                self.rules[event.table, event.rule, event.column] = event
            case InsightProved():
                self.insights[event.insight] = event
            case GrantsProved():
                for row in event.rows:
                    proof = Proof(row["securable"], list(row["privileges"]), bool(row["ok"]))
                    self.grants[row["principal"], row["object"]] = proof
            case LinkOffered():
                self.links[event.title] = event.url
            case FileAttached():
                self.files[event.name] = event.path
            case _:
                pass
