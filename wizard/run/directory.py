"""A run is a directory: everything that is known about it lies there, and any terminal can read it.

    run.json      what was asked for: demo, target, source, whether a person must approve
    spec.yaml     the resolved spec (absent when a saved plan is applied)
    plan.json     the plan, written before its first step
    events.jsonl  the journal (wizard.run.journal)
    runner.json   who runs it, while somebody does (wizard.run.locks)
    runner.log    what libraries printed, and tracebacks
    files/        reports that steps left for people
    approved      somebody said yes to the plan with the hash in it
    cancel        somebody asked the run to stop
    skip          steps that somebody wants left out, a JSON list of their keys
    discarded     the attempt after which somebody gave the run up

Directories are private to the user (0700): a spec may name a customer.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from wizard.errors import UsageError
from wizard.run import journal, locks, skipping
from wizard.run.state import RunState


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for. `source` is the spec as typed, to print it back; `approval` waits for a yes to the plan
    when it changes or deletes something that exists.
    """

    demo: str
    target: str
    source: str = ""
    title: str = ""
    approval: bool = False
    created: str = ""


@dataclass(frozen=True, slots=True)
class RunDirectory:
    """The files of one run."""

    path: Path

    @classmethod
    def create(cls, runs: Path, request: Request, *, spec: str = "", plan: str = "") -> Self:
        """A new directory under `runs` for this request, with a spec or a plan in it."""
        run, now = cls._fresh(runs)
        run.write("run.json", json.dumps({**asdict(request), "created": now.isoformat(timespec="seconds")}, indent=2))
        if spec:
            run.write("spec.yaml", spec)
        if plan:
            run.write("plan.json", plan)
        return run

    @classmethod
    def _fresh(cls, runs: Path) -> tuple[Self, datetime]:
        """A directory that nobody has, named by when it was made, so that names are in the order of time."""
        while True:
            now = datetime.now(UTC)
            run = cls(runs / f"{now:%Y%m%d-%H%M%S}-{now.microsecond // 16:04x}")
            with suppress(FileExistsError):  # somebody else began within the same 16 microseconds
                run.path.mkdir(parents=True, mode=0o700)
                return run, now

    @classmethod
    def every(cls, runs: Path) -> list[Self]:
        """All runs, oldest first: their names begin with the time."""
        return sorted((cls(p.parent) for p in runs.glob("*/run.json")), key=lambda run: run.id)

    @classmethod
    def find(cls, runs: Path, wanted: str = "") -> Self:
        """The run with this id, or the only one whose id contains it; the latest without one. Raises UsageError."""
        every = cls.every(runs)
        if not every:
            raise UsageError("There are no runs yet.", "Start one: demo-wizard --spec retail")
        found = [run for run in every if run.id == wanted] or [run for run in every if wanted in run.id]
        if not wanted or wanted == "latest":
            return every[-1]
        if len(found) != 1:
            problem = "matches several runs" if found else "is not a run"
            raise UsageError(f"{wanted} {problem}.", "See them with: demo-wizard runs list")
        return found[0]

    @property
    def id(self) -> str:
        """The run's id: the directory's name."""
        return self.path.name

    @property
    def request(self) -> Request:
        """What was asked for."""
        raw = json.loads((self.path / "run.json").read_text())
        known = {f.name for f in fields(Request)}
        return Request(**{key: value for key, value in raw.items() if key in known})

    @property
    def spec(self) -> Path:
        """The resolved spec."""
        return self.path / "spec.yaml"

    @property
    def plan(self) -> Path:
        """The plan, once it is made."""
        return self.path / "plan.json"

    @property
    def events(self) -> Path:
        """The journal."""
        return self.path / "events.jsonl"

    @property
    def log(self) -> Path:
        """What the runner and its libraries printed."""
        return self.path / "runner.log"

    @property
    def lock(self) -> Path:
        """Held by the runner for as long as it lives."""
        return self.path / "runner.json"

    @property
    def demo_lock(self) -> Path:
        """Held by the one run that may change this demo on this target."""
        return demo_lock(self.path.parent, self.request)

    def expires(self) -> str:
        """The day on which the demo of this run expires, YYYY-MM-DD; empty if it does not, or nothing is planned."""
        try:
            return str(json.loads(self.plan.read_text()).get("expires", ""))
        except FileNotFoundError:
            return ""

    def write(self, name: str, text: str) -> None:
        """Write a file whole or not at all."""
        fresh = self.path / f".{name}.new"
        with fresh.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.rename(self.path / name)

    def attach(self, name: str, text: str) -> Path:
        """Leave a file for people, in a folder of its own; returns its path."""
        folder = self.path / "files"
        folder.mkdir(exist_ok=True, mode=0o700)
        path = folder / Path(name).name
        path.write_text(text, encoding="utf-8")
        return path

    def runner_pid(self) -> int | None:
        """The process that runs it now; 0 if it has not signed yet, None if nobody does."""
        found = locks.holder(self.lock)
        return None if found is None else int(found.get("pid", 0))

    def approve(self, plan_hash: str) -> None:
        """Say yes to the plan with this hash."""
        self.write("approved", plan_hash)

    def is_approved(self, plan_hash: str) -> bool:
        """Whether somebody said yes to exactly this plan."""
        approved = self.path / "approved"
        return approved.exists() and approved.read_text() == plan_hash

    def skip(self, steps: Iterable[str]) -> frozenset[str]:
        """Leave these steps out, by key or title, when the run is resumed; returns the keys of all that are left out.

        Once left out, always left out: steps are added to those of earlier calls. Raises UsageError, and changes
        nothing, for a step that is not in the plan, is done, or is being done.
        """
        state = RunState.fold(journal.records(self.events))
        wanted = self.skipped() | skipping.resolve(state, steps, alive=self.runner_pid() is not None)
        self.write("skip", json.dumps(sorted(wanted)))
        return wanted

    def skipped(self) -> frozenset[str]:
        """Keys of the steps that somebody wants left out."""
        path = self.path / "skip"
        return frozenset(json.loads(path.read_text())) if path.exists() else frozenset()

    def discard(self, attempt: int) -> None:
        """Give the run up after this attempt: it stays, and is offered to nobody until it is resumed."""
        self.write("discarded", str(attempt))

    def is_discarded(self, attempt: int) -> bool:
        """Whether somebody gave the run up, and nobody resumed it since; `attempt` is its latest."""
        path = self.path / "discarded"
        return path.exists() and int(path.read_text()) >= attempt

    def is_cancel_requested(self) -> bool:
        """Whether somebody asked the run to stop."""
        return (self.path / "cancel").exists()

    def request_cancel(self) -> None:
        """Ask the run to stop."""
        self.write("cancel", "")

    def clear_cancel(self) -> None:
        """Forget that somebody asked: a new attempt begins."""
        (self.path / "cancel").unlink(missing_ok=True)


def demo_lock(runs: Path, request: Request) -> Path:
    """The lock of a demo on a target; it lies beside the runs, for it outlives each of them."""
    name = re.sub(r"[^\w.-]", "_", f"{request.target}@{request.demo}")
    return runs / ".locks" / f"{name}.json"
