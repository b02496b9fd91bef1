"""Runs at a glance: how each ended, and which of them somebody may want to go on with or look at again.

The journal of a run that succeeded is not read: its last line says everything that is shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from wizard.run import journal
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import Record, RunFinished
from wizard.run.start import is_alive
from wizard.run.state import RunState
from wizard.run.statuses import CANCELLED, FAILED, KILLED, RUNNING, SUCCEEDED

LOOKED_AT = 100
"""Runs that are looked at, the latest first: whoever wants an older one lists them."""
UNREADABLE = (OSError, ValueError, TypeError, AttributeError, LookupError)
"""What half a file, or one of another program, ends with: no reason to offer nothing."""
_TAIL = 16_384
"""Bytes that hold a journal's last line."""


@dataclass(frozen=True, slots=True)
class Glance:
    """A run as a list shows it.

    `status` is running, succeeded, failed, cancelled or killed; `at` is when it ended, or when it was asked for if it
    has not; `done` of `steps` have ended, 0 where that was not read.
    """

    run: RunDirectory
    request: Request
    status: str
    at: datetime
    attempt: int = 0
    done: int = 0
    steps: int = 0

    @property
    def title(self) -> str:
        """What people call the demo."""
        return self.request.title or self.request.demo


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be gone on with, and what was made: the latest of each demo on each target, the latest first."""

    unfinished: list[Glance] = field(default_factory=list)
    made: list[Glance] = field(default_factory=list)


def offers(runs: Path) -> Offers:
    """What is worth offering. A run that failed is not, if its demo was made or tried again since, or it was given up.

    Runs that are going on come first.
    """
    found = Offers()
    tried: set[tuple[str, str]] = set()
    made: set[tuple[str, str]] = set()
    for glance in islice(glances(runs), LOOKED_AT):
        key = (glance.request.demo, glance.request.target)
        if glance.status == SUCCEEDED and key not in made:
            found.made.append(glance)
            made.add(key)
        elif glance.status == RUNNING or (glance.status != SUCCEEDED and key not in tried and not _given_up(glance)):
            found.unfinished.append(glance)
        tried.add(key)
    found.unfinished.sort(key=lambda glance: glance.status != RUNNING)
    return found


def glances(runs: Path) -> Iterator[Glance]:
    """Every run that can be read, the latest first."""
    for run in reversed(RunDirectory.every(runs)):
        try:
            yield glance(run)
        except UNREADABLE:
            continue


def glance(run: RunDirectory) -> Glance:
    """One run. Raises one of `UNREADABLE` where its files cannot be read."""
    request, alive = run.request, is_alive(run)
    last = None if alive else _last(run.events)
    if last is not None and isinstance(last.event, RunFinished) and last.event.status == SUCCEEDED:
        return Glance(run, request, SUCCEEDED, last.at)
    state = RunState.fold(journal.records(run.events))
    at = last.at if last is not None else datetime.fromisoformat(request.created)
    return Glance(run, request, _status(state, alive=alive), at, state.attempt, state.settled, len(state.steps))


def _status(state: RunState, *, alive: bool) -> str:
    if alive:
        return RUNNING
    if state.finished is None:
        return KILLED
    return state.finished.status if state.finished.status in (SUCCEEDED, CANCELLED) else FAILED


def _given_up(glance: Glance) -> bool:
    return glance.run.is_discarded(glance.attempt)


def _last(path: Path) -> Record | None:
    """The last whole line of a journal, as long as it is one of ours."""
    if not path.exists():
        return None
    with path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, os.SEEK_END) - _TAIL))
        whole, _, _ = stream.read().rpartition(b"\n")
    return Record.from_line(whole.rpartition(b"\n")[2].decode(errors="replace"))
