"""So many tasks at once: a workspace's limit on what runs at the same time, over all its jobs.

A task for which there is no room is QUEUED, and begins in its turn. One that was cancelled meanwhile gives its turn
away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from wizard.sandbox.jobs.states import Doc, Phase, going, outcome_of

Work = Callable[[], None]


class Slots:
    """Room for `limit` tasks, or for any number. Its owner's lock is held around every call."""

    def __init__(self, limit: int | None, submit: Callable[[Work], None]) -> None:
        self._limit = limit
        self._submit = submit
        self._busy = 0
        self._waiting: deque[tuple[Doc, Work]] = deque()

    def take(self, task: Doc, work: Work) -> None:
        """Begin the work of a task, now or when there is room. The work ends with `release`."""
        if self._limit is not None and self._busy >= self._limit:
            message = f"Queued because the limit of {self._limit} concurrent tasks was reached."
            task.update(going(Phase.QUEUED, message, "ACTIVE_RUNS_LIMIT_REACHED"))
            self._waiting.append((task, work))
            return
        self._busy += 1
        self._submit(work)

    def release(self) -> None:
        """Make room for the next task that still waits."""
        self._busy -= 1
        while self._waiting:
            task, work = self._waiting.popleft()
            if not outcome_of(task):
                task.update(going(Phase.PENDING))
                self._busy += 1
                self._submit(work)
                return
