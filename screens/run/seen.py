"""What has been seen of a run: its state, the lines of its log, and whose link is whose."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

from screens.run.feed import Heard
from wizard.run.events import FileAttached, LinkOffered, RunFinished
from wizard.run.state import RunState
from wizard.run.statuses import CANCELLED, RUNNING

LINES = 2_000


@dataclass
class Seen:
    """`log` holds the latest lines; `dropped` counts those before them. `links` and `files` are by step and title."""

    state: RunState = field(default_factory=RunState)
    log: deque[str] = field(default_factory=lambda: deque(maxlen=LINES))
    dropped: int = 0
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, heard: Heard) -> None:
        """One more record."""
        self.state.take(heard.record)
        if heard.line:
            self.dropped += len(self.log) == LINES
            self.log.append(heard.line)
        match heard.record.event:
            case LinkOffered(step=step, title=title, url=url):
                self.links.setdefault(step, {})[title] = url
            case FileAttached(step=step, name=name, path=path):
                self.files.setdefault(step, {})[name] = path
            case RunFinished():
                self._settle()
            case _:
                pass

    def _settle(self) -> None:
        """Nothing is at work in a run that has ended, though a runner that was killed could not say so."""
        for step in self.state.steps.values():
            if step.status == RUNNING:
                step.status, step.ended = CANCELLED, self.state.latest
                step.detail = "It was at work when the runner went away."

    def seconds(self, now: datetime | None = None) -> float:
        """Seconds that the attempt has taken so far, or took."""
        state = self.state
        if state.finished is not None:
            return state.finished.seconds
        return max(0.0, ((now or datetime.now(UTC)) - state.began).total_seconds()) if state.began else 0.0
