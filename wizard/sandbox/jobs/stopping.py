"""A way to ask one attempt of a task to end, from another thread, and to learn why it was asked.

An executor registers what ends its work (kill a process group, interrupt a statement). Being asked early or twice is
harmless: a call registered after the fact is made at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from wizard.sandbox.jobs.states import Outcome


class Stop:
    """Set once, with the outcome that the attempt is to have: CANCELED or TIMEDOUT."""

    def __init__(self) -> None:
        self.reason: Outcome | None = None
        self._lock = threading.Lock()
        self._calls: list[Callable[[], None]] = []

    def set(self, reason: Outcome) -> None:
        """Ask for the end. Makes the registered calls, in this thread."""
        with self._lock:
            if self.reason:
                return
            self.reason = reason
            calls = list(self._calls)
        for call in calls:
            call()

    def on_set(self, call: Callable[[], None]) -> None:
        """Have `call` made when the end is asked for; at once when it already was."""
        with self._lock:
            self._calls.append(call)
            already = self.reason is not None
        if already:
            call()
