"""A run that a test carries out itself: it holds the run's lock and writes its journal, as a runner does."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from wizard.plan.model import Action, Plan, Step
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import Event, RunFinished, RunStarted
from wizard.run.journal import Journal
from wizard.run.locks import Lock
from wizard.run.runner import plan_ready

DEMO = "shop_demo.sales"
TASKS = [
    {"key": "load", "kind": "sql", "file": "load.sql", "text": "", "depends_on": [], "retries": 0,
     "timeout_seconds": 0},
    {"key": "check", "kind": "sql", "file": "check.sql", "text": "", "depends_on": ["load"], "retries": 0,
     "timeout_seconds": 0},
]  # fmt: skip


def step(key: str, *depends_on: str, action: Action = Action.CREATE, **payload: object) -> Step:
    """A step of the plan; what it does is told by the journal."""
    kind, _, name = key.partition(":")
    return Step(key, kind, f"{DEMO}.{name}", action, "does not exist yet", depends_on, payload=payload)


PLAN = Plan(DEMO, "sandbox", "http://127.0.0.1:1", (
    step("table:orders"), step("data:orders", "table:orders", action=Action.RUN), step("view:totals", "data:orders"),
    step("job:refresh", tasks=TASKS), step("run:refresh", "job:refresh", "data:orders", action=Action.RUN),
))  # fmt: skip


class Act:
    """One attempt after the other, in the test's hands."""

    def __init__(self, run: RunDirectory) -> None:
        self.run = run
        self._lock: Lock | None = None
        self._journal: Journal | None = None

    @classmethod
    def begin(cls, home: Path, plan: Plan = PLAN, *, approval: bool = False, quiet: bool = False) -> Self:
        """A run directory with a plan in it, being carried out; `quiet` before its first word."""
        request = Request(DEMO, "sandbox", "demo-wizard --spec shop.yaml", "Corner shop")
        act = cls(RunDirectory.create(home / "runs", request, plan=plan.to_json()))
        act.attempt(1, *([] if quiet else [plan_ready(plan, approval=approval)]))
        return act

    def attempt(self, number: int, *events: Event) -> None:
        """Begin an attempt."""
        self._lock = Lock.take(self.run.lock)
        self._journal = Journal(self.run.events, self.run.id)
        self.say(RunStarted(number, 1, DEMO, "sandbox", "Corner shop"), *events)

    def say(self, *events: Event) -> None:
        """These things happen."""
        assert self._journal is not None
        for event in events:
            self._journal.write(event)

    def end(self, status: str = "succeeded", detail: str = "", hint: str = "") -> None:
        """The attempt is over."""
        assert self._journal is not None
        code = {"succeeded": 0, "cancelled": 130}.get(status, 1)
        self._journal.close(RunFinished(status, code, 2.5, detail, hint))
        self.vanish()

    def stretch(self, seconds: float) -> None:
        """So long between any two things that happened: for those who play it back."""
        lines = self.run.events.read_text().splitlines()
        zero = datetime(2026, 1, 1, tzinfo=UTC)
        for number, line in enumerate(lines[1:], 1):
            at = zero + timedelta(seconds=seconds * number)
            lines[number] = json.dumps({**json.loads(line), "ts": at.isoformat(timespec="milliseconds")})
        self.run.events.write_text("\n".join(lines) + "\n")

    def vanish(self) -> None:
        """The runner is gone, whatever it had still to say."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
