"""A clock for runs of the past: it says which records are due, at any speed, and can be stopped.

Time in which nobody worked on the run, between the end of one attempt and the next one, takes no time here either.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import inf

from screens.run.feed import PIECE, Heard
from wizard.run.events import Record, RunStarted, StreamOpened

TIMES = "\N{MULTIPLICATION SIGN}"
SPEEDS = (0.5, 1.0, 2.0, 5.0, 10.0, 50.0, inf)


class Playback:
    """`now` is the time that the run is at; None before its first record. Attempts before `attempt` are due at once."""

    def __init__(self, speed: float, attempt: int = 0) -> None:
        self.speed, self.paused = speed, False
        self.now: datetime | None = None
        self._due: deque[Heard] = deque()
        self._first, self._reached = attempt, attempt <= 1

    def add(self, heard: Iterable[Heard]) -> None:
        """More of the run."""
        self._due.extend(heard)

    @property
    def is_out(self) -> bool:
        """Whether everything that was read has been shown."""
        return not self._due

    def change(self, by: int) -> None:
        """The next faster speed, or the next slower one."""
        last = len(SPEEDS) - 1
        near = last if self.speed == inf else min(range(last), key=lambda at: abs(SPEEDS[at] - self.speed))
        self.speed = SPEEDS[max(0, min(last, near + by))]

    def advance(self, seconds: float) -> list[Heard]:
        """So much later: what happened meanwhile, no more than a screen takes in at once."""
        if self.paused:
            return []
        if self.now is not None and self.speed < inf:
            self.now = min(self.now + timedelta(seconds=seconds * self.speed), datetime.now(UTC))
        found: list[Heard] = []
        while self._due and len(found) < PIECE and self._comes(self._due[0].record):
            found.append(self._due.popleft())
        return found

    def _comes(self, record: Record) -> bool:
        """Whether it is time for the record; what takes no time moves the clock."""
        if isinstance(record.event, StreamOpened):
            return True
        begins = isinstance(record.event, RunStarted)
        self._reached = self._reached or (isinstance(record.event, RunStarted) and record.event.attempt >= self._first)
        if self.now is None or begins or not self._reached or self.speed == inf:
            self.now = record.at
        return record.at <= self.now

    @property
    def words(self) -> str:
        """The speed for people."""
        speed = "all at once" if self.speed == inf else f"{TIMES}{self.speed:g}"
        return f"replay {speed}, paused" if self.paused else f"replay {speed}"
