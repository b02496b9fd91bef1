"""What earlier attempts of a run left in its journal: what is done, and the facts that steps saved.

This is all that a resume needs. A step counts as done when its success is in the journal; one that finished without
having been written down is done again, which every step allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from wizard.run import journal
from wizard.run.directory import RunDirectory
from wizard.run.events import FactSaved, Record, RunFinished, RunStarted, StepFinished, StepStarted


@dataclass
class History:
    """The past of a run. `begun` says that a step was begun: from then on the target may look as the run left it."""

    attempts: int = 0
    begun: bool = False
    done: set[str] = field(default_factory=set)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    last: RunFinished | None = None

    @classmethod
    def read(cls, run: RunDirectory) -> Self:
        """From a run's journal."""
        history = cls()
        for record, _ in journal.read(run.events):
            history.take(record)
        return history

    def take(self, record: Record) -> None:
        """One more record."""
        match record.event:
            case RunStarted():
                self.attempts += 1
                self.last = None
            case RunFinished() as event:
                self.last = event
            case StepStarted():
                self.begun = True
            case StepFinished(step=step, status="succeeded"):
                self.done.add(step)
            case FactSaved(step=step, key=key, value=value):
                self.facts.setdefault(step, {})[key] = value
            case _:
                pass


def succeeded(runs: Path, demo: str, target: str) -> Iterator[RunDirectory]:
    """The runs of a demo on a target that made it, the latest first."""
    for run in reversed(RunDirectory.every(runs)):
        request = run.request
        if (request.demo, request.target) == (demo, target):
            last = History.read(run).last
            if last is not None and last.status == "succeeded":
                yield run
