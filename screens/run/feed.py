"""Reads a run's journal in pieces, for a thread: what is new, with a line for the log, until the run has ended.

What `wizard.run.attach.follow` is for a command line, this is for an event loop: nobody waits in here, and no piece is
so long that an event loop would notice. Attempts before the wanted one are read as well: a resumed run's screen shows
what they finished.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from wizard.run import journal
from wizard.run.attach import lost
from wizard.run.directory import RunDirectory
from wizard.run.events import Record, RunFinished, RunStarted, StepProgress, StreamOpened, message
from wizard.run.history import History
from wizard.run.start import is_alive

PIECE = 300
"""Records that are read at a time."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A record, and what the log says of it; nothing where that would only repeat."""

    record: Record
    line: str


class Feed:
    """The journal up to the end of one attempt (0: the latest). `ended` once that was read."""

    def __init__(self, run: RunDirectory, attempt: int = 0) -> None:
        self.run, self.wanted, self.ended = run, attempt, False
        self._offset, self._attempt = 0, 0
        self._began: datetime | None = None
        self._latest: Record | None = None
        self._tenths: dict[str, int] = {}

    def follow(self, attempt: int) -> None:
        """Another attempt began: read on."""
        self.wanted, self.ended = attempt, False

    def read(self) -> list[Heard]:
        """The next piece, empty when there is nothing new. A runner that is gone without a word gets an end."""
        self.wanted = self.wanted or max(1, History.read(self.run).attempts)
        alive = is_alive(self.run)  # asked before reading: what a dead runner had to say is all there
        heard = []
        for record, after in islice(journal.read(self.run.events, self._offset), PIECE):
            self._offset, self._latest = after, record
            heard.append(Heard(record, self._line(record)))
            if self._is_end(record):
                self.ended = True
                return heard
        if len(heard) < PIECE and not alive:
            self.ended = True
            heard.append(self._lost())
        return heard

    def _lost(self) -> Heard:
        """The end of a run whose runner is gone: it came with the last word that was heard, not only now."""
        began = self._began if self._attempt == self.wanted else None
        end = lost(self.run, began)
        if began is not None and self._latest is not None and isinstance(end.event, RunFinished):
            seconds = (self._latest.at - began).total_seconds()
            end = replace(end, ts=self._latest.ts, event=replace(end.event, seconds=round(seconds, 3)))
        return Heard(end, self._line(end))

    def _is_end(self, record: Record) -> bool:
        if isinstance(record.event, RunStarted):
            self._attempt, self._began = record.event.attempt, record.at
        return isinstance(record.event, RunFinished) and self._attempt >= self.wanted

    def _line(self, record: Record) -> str:
        """Progress is told ten times a second: of that the log has a line for each tenth of the work."""
        event = record.event
        if isinstance(event, StreamOpened):
            return ""
        if isinstance(event, StepProgress):
            tenth = 10 * event.done // max(event.total, 1)
            if self._tenths.get(event.step) == tenth:
                return ""
            self._tenths[event.step] = tenth
        clock = record.at.astimezone().strftime("%H:%M:%S")
        return f"{clock} {event.code} {' '.join(message(event).split())}"
