"""The one Spark Connect session of a workspace: opened in the background, waited for in the open.

Its import takes seconds, a cluster that has to start minutes, and the library tries for ten minutes without a word
where nothing answers. So whoever waits says so, hears a cancel, and has an end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillOpening
from typing import Any

from wizard.errors import CancelledError, WizardError
from wizard.workspace.notices import notice

TOLD_EVERY = 10.0
LIMIT_SECONDS = 480.0
"""As long as a cluster takes to start on a bad day."""
POLL = 0.05


class SparkSession:
    """`open_session` is called once, in a thread of its own; `cancelled` answers the event that ends every wait."""

    def __init__(
        self,
        open_session: Callable[[], Any],
        cancelled: Callable[[], threading.Event],
        limit: float = LIMIT_SECONDS,
        every: float = TOLD_EVERY,
    ) -> None:
        self._open, self._cancelled, self._limit, self._every = open_session, cancelled, limit, every
        self._lock = threading.Lock()
        self._future: Future[Any] | None = None

    def begin(self) -> Future[Any]:
        """Begin to open it, unless somebody has."""
        with self._lock:
            if self._future is None:
                self._future = Future()
                threading.Thread(target=self._settle, args=(self._future,), name="spark", daemon=True).start()
            return self._future

    def _settle(self, future: Future[Any]) -> None:
        try:
            future.set_result(self._open())
        except BaseException as error:  # whoever waits for the session gets the reason
            future.set_exception(error)

    @property
    def is_settled(self) -> bool:
        """Whether it is open, or known not to be."""
        with self._lock:
            return self._future is not None and self._future.done()

    def get(self) -> Any:
        """The session, when it is open. Raises what opening it raised, CancelledError, or WizardError at the limit."""
        future, began = self.begin(), time.monotonic()
        told = began
        while True:
            try:
                return future.result(POLL)
            except StillOpening:
                if future.done():  # meanwhile, or by a TimeoutError of its own
                    return future.result()
            now = time.monotonic()
            if self._cancelled().is_set():
                raise CancelledError("The run was cancelled.")
            if now - began > self._limit:
                raise WizardError(
                    f"databricks-connect had no session after {self._limit:.0f} s.",
                    "Does the cluster of the profile start, or serverless compute?",
                )
            if now - told > self._every:
                told = now
                notice(f"databricks-connect is opening a session ({now - began:.0f} s so far)")

    def fail(self, error: Exception) -> None:
        """From now on there is none, for this reason."""
        failed: Future[Any] = Future()
        failed.set_exception(error)
        with self._lock:
            self._future = failed
