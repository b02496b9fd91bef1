"""Everything that can happen in a run, as frozen dataclasses with a stable code and a sentence for people.

The journal, the text printer, the JSONL printer and the app are readers of these events and of nothing else, so what
one of them shows all of them can show. Scripts rely on the names and codes (docs/architecture.md, command line): add
events and fields, never rename one. Codes: R a run, F its preflight, P its plan, S a step, J a job's task, Q a quality
rule, I an insight, G grants.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from wizard.scrub import scrub, scrub_value

STREAM_VERSION = 1
STREAM_LINE = f'{{"event":"stream","version":{STREAM_VERSION}}}'


@dataclass(frozen=True, slots=True)
class Event(ABC):
    """What every event has: a name and a code for scripts, a message for people."""

    event: ClassVar[str] = ""
    code: ClassVar[str] = ""

    @abstractmethod
    def message(self) -> str:
        """One line for a person."""


@dataclass(frozen=True, slots=True)
class StreamOpened(Event):
    """The head of every stream: which version of this contract follows."""

    event: ClassVar[str] = "stream"
    code: ClassVar[str] = "R000"
    version: int = STREAM_VERSION

    def message(self) -> str:
        """One line for a person."""
        return f"event stream, version {self.version}"


@dataclass(frozen=True, slots=True)
class RunStarted(Event):
    """A runner began; `attempt` counts from 1 and grows with every resume."""

    event: ClassVar[str] = "run_started"
    code: ClassVar[str] = "R001"
    attempt: int
    pid: int
    demo: str
    target: str
    title: str = ""

    def message(self) -> str:
        """One line for a person."""
        again = f", attempt {self.attempt}" if self.attempt > 1 else ""
        return f"{self.title or self.demo} on {self.target}{again}"


@dataclass(frozen=True, slots=True)
class RunNoted(Event):
    """Something worth a line that belongs to no step: what the runner is doing before the plan is ready."""

    event: ClassVar[str] = "run_noted"
    code: ClassVar[str] = "R002"
    text: str

    def message(self) -> str:
        """One line for a person."""
        return self.text


@dataclass(frozen=True, slots=True)
class CancelRequested(Event):
    """Somebody asked the run to stop; steps are being told."""

    event: ClassVar[str] = "cancel_requested"
    code: ClassVar[str] = "R003"

    def message(self) -> str:
        """One line for a person."""
        return "cancelling…"


@dataclass(frozen=True, slots=True)
class RunFinished(Event):
    """The last event. `status` is succeeded, failed or cancelled; `counts` are steps by outcome; seconds are wall."""

    event: ClassVar[str] = "run_finished"
    code: ClassVar[str] = "R009"
    status: str
    exit_code: int
    seconds: float
    detail: str = ""
    hint: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    def message(self) -> str:
        """One line for a person."""
        return f"{self.status} in {self.seconds:.1f} s" + (f": {self.detail}" if self.detail else "")


@dataclass(frozen=True, slots=True)
class PreflightDone(Event):
    """The target was asked for what the demo needs. `ok`: nothing is known to be missing. `needs` are objects with
    `key`, `what`, `state` (met, missing or unknown), `why`, `privilege`, `securable_type`, `securable`, `owner`, `sql`
    and `way_out`; `grants` is the SQL that gives what is missing; `catalogs` can be used where one cannot be made.
    """

    event: ClassVar[str] = "preflight_done"
    code: ClassVar[str] = "F001"
    ok: bool
    needs: list[dict[str, Any]]
    grants: list[str] = field(default_factory=list)
    catalogs: list[str] = field(default_factory=list)

    def message(self) -> str:
        """One line for a person."""
        states = [need.get("state") for need in self.needs]
        known = ((states.count("missing"), "missing"), (states.count("unknown"), "known when it is tried"))
        said = [f"{count} {word}" for count, word in known if count]
        return f"preflight: {', '.join(said)}" if said else "preflight: everything that the demo needs is there"


@dataclass(frozen=True, slots=True)
class PlanReady(Event):
    """The plan is made. `steps` are its steps without requests and payload; `approval` says that it waits for a yes;
    `expected` are the seconds that each step that does something is estimated to take.
    """

    event: ClassVar[str] = "plan_ready"
    code: ClassVar[str] = "P001"
    hash: str
    demo: str
    target: str
    host: str
    actions: dict[str, int]
    approval: bool
    steps: list[dict[str, Any]]
    expected: dict[str, float] = field(default_factory=dict)

    def message(self) -> str:
        """One line for a person."""
        words = ", ".join(f"{count} to {action}" for action, count in self.actions.items())
        return f"plan {self.hash}: {words or 'nothing to do'}"


@dataclass(frozen=True, slots=True)
class PlanApproved(Event):
    """Somebody said yes to the plan with this hash."""

    event: ClassVar[str] = "plan_approved"
    code: ClassVar[str] = "P002"
    hash: str

    def message(self) -> str:
        """One line for a person."""
        return f"plan {self.hash} approved"


@dataclass(frozen=True, slots=True)
class StepStarted(Event):
    """A step's work began."""

    event: ClassVar[str] = "step_started"
    code: ClassVar[str] = "S001"
    step: str
    title: str = ""
    action: str = ""

    def message(self) -> str:
        """One line for a person."""
        return f"{self.title or self.step}: {self.action or 'started'}"


@dataclass(frozen=True, slots=True)
class StepProgress(Event):
    """How far a step is: `done` of `total` `unit`s, `rate` a second lately (0 when not known yet)."""

    event: ClassVar[str] = "step_progress"
    code: ClassVar[str] = "S002"
    step: str
    done: int
    total: int
    unit: str
    rate: float = 0.0

    def message(self) -> str:
        """One line for a person."""
        return f"{self.step}: {self.done:,} of {self.total:,} {self.unit}"


@dataclass(frozen=True, slots=True)
class StepNoted(Event):
    """A remark of a step, for people."""

    event: ClassVar[str] = "step_noted"
    code: ClassVar[str] = "S003"
    step: str
    text: str

    def message(self) -> str:
        """One line for a person."""
        return f"{self.step}: {self.text}"


@dataclass(frozen=True, slots=True)
class LinkOffered(Event):
    """A place to look at what a step made: a workspace page, a folder."""

    event: ClassVar[str] = "link_offered"
    code: ClassVar[str] = "S004"
    step: str
    title: str
    url: str

    def message(self) -> str:
        """One line for a person."""
        return f"{self.step}: {self.title} {self.url}"


@dataclass(frozen=True, slots=True)
class FileAttached(Event):
    """A step left a report in the run directory."""

    event: ClassVar[str] = "file_attached"
    code: ClassVar[str] = "S006"
    step: str
    name: str
    path: str

    def message(self) -> str:
        """One line for a person."""
        return f"{self.step}: wrote {self.name}"


@dataclass(frozen=True, slots=True)
class FactSaved(Event):
    """A fact that a step needs again when the run is resumed, e.g. the id of a job run it started."""

    event: ClassVar[str] = "fact_saved"
    code: ClassVar[str] = "S005"
    step: str
    key: str
    value: Any

    def message(self) -> str:
        """One line for a person."""
        return f"{self.step}: remembered {self.key}"


@dataclass(frozen=True, slots=True)
class StepFinished(Event):
    """A step's work ended: succeeded, failed or cancelled. A failure has its error in `detail` and advice in `hint`."""

    event: ClassVar[str] = "step_finished"
    code: ClassVar[str] = "S008"
    step: str
    status: str
    seconds: float
    detail: str = ""
    hint: str = ""
    exit_code: int = 0

    def message(self) -> str:
        """One line for a person."""
        return f"{self.step}: {self.status} in {self.seconds:.1f} s" + (f", {self.detail}" if self.detail else "")


@dataclass(frozen=True, slots=True)
class StepSkipped(Event):
    """A step was not run. `cause`: kept (nothing to do), done (in an earlier attempt), blocked (by a failure),
    skipped (somebody asked for it) or cancelled.
    """

    event: ClassVar[str] = "step_skipped"
    code: ClassVar[str] = "S009"
    step: str
    reason: str
    cause: str = "blocked"

    def message(self) -> str:
        """One line for a person."""
        if self.cause == "skipped":
            return f"{self.step}: {self.reason}"
        return f"{self.step}: {'kept' if self.cause == 'kept' else 'skipped'}, {self.reason}"


@dataclass(frozen=True, slots=True)
class TaskChanged(Event):
    """A task of a job is in a new state, or said more: `log` is the tail of its output, `error` its own error."""

    event: ClassVar[str] = "task_changed"
    code: ClassVar[str] = "J001"
    step: str
    task: str
    state: str
    seconds: float = 0.0
    log: str = ""
    error: str = ""

    def message(self) -> str:
        """One line for a person."""
        return f"{self.step}: task {self.task} {self.state.lower()}" + (f", {self.error}" if self.error else "")


@dataclass(frozen=True, slots=True)
class RuleChecked(Event):
    """A quality rule was checked: how many rows broke it."""

    event: ClassVar[str] = "rule_checked"
    code: ClassVar[str] = "Q001"
    step: str
    table: str
    rule: str
    column: str
    severity: str
    violations: int
    ok: bool

    def message(self) -> str:
        """One line for a person."""
        found = "holds" if self.ok else f"broken by {self.violations:,} rows ({self.severity})"
        return f"{self.table}.{self.column} {self.rule}: {found}"


@dataclass(frozen=True, slots=True)
class InsightProved(Event):
    """A question of the story was asked: `expected` and `found` in words, `seconds` of its query, what to `say`.

    A `skipped` one was not asked, so it is not ok either; `found` has the reason.
    """

    event: ClassVar[str] = "insight_proved"
    code: ClassVar[str] = "I001"
    step: str
    insight: str
    question: str
    ok: bool
    expected: str
    found: str
    seconds: float = 0.0
    say: str = ""
    skipped: bool = False

    def message(self) -> str:
        """One line for a person."""
        if self.ok or self.skipped:
            return f"{self.question} {self.found}"
        return f"{self.question} Expected {self.expected}; found {self.found}"


@dataclass(frozen=True, slots=True)
class GrantsProved(Event):
    """Effective privileges as read back: rows of `principal`, `object`, `privileges` (a list of names), `ok`."""

    event: ClassVar[str] = "grants_proved"
    code: ClassVar[str] = "G001"
    step: str
    rows: list[dict[str, Any]]

    def message(self) -> str:
        """One line for a person."""
        people = {row.get("principal", "") for row in self.rows}
        return f"grants of {len(people)} principals read back on {len(self.rows)} securables"


EVENTS: tuple[type[Event], ...] = (
    StreamOpened, RunStarted, RunNoted, CancelRequested, RunFinished, PreflightDone, PlanReady, PlanApproved,
    StepStarted, StepProgress, StepNoted, LinkOffered, FileAttached, FactSaved, StepFinished, StepSkipped, TaskChanged,
    RuleChecked, InsightProved, GrantsProved,
)
BY_NAME: dict[str, type[Event]] = {kind.event: kind for kind in EVENTS}


@dataclass(frozen=True, slots=True)
class Record:
    """An event with its envelope: when it happened (UTC, milliseconds, ISO 8601) and in which run."""

    ts: str
    run_id: str
    event: Event

    @classmethod
    def now(cls, run_id: str, event: Event) -> Self:
        """The event, happening now."""
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return cls(stamp, run_id, event)

    @property
    def at(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.ts)

    def to_line(self) -> str:
        """The JSON object of the contract, on one line, without secrets and without a line end."""
        if isinstance(self.event, StreamOpened):
            return STREAM_LINE
        body = {f.name: scrub_value(getattr(self.event, f.name)) for f in fields(self.event)}
        step = {"step": body.pop("step")} if "step" in body else {}
        head = {"ts": self.ts, "event": self.event.event, "code": self.event.code, "run_id": self.run_id}
        return json.dumps({**head, **step, **body}, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_line(cls, line: str) -> Self | None:
        """Read a line; None if it is torn, or an event that this version does not know."""
        try:
            raw = json.loads(line)
            kind = BY_NAME[raw["event"]]
            known = {f.name for f in fields(kind)}
            return cls(raw.get("ts", ""), raw.get("run_id", ""), kind(**{k: v for k, v in raw.items() if k in known}))
        except (ValueError, KeyError, TypeError):
            return None


def message(event: Event) -> str:
    """The event's sentence, without secrets: what printers show."""
    return scrub(event.message())
