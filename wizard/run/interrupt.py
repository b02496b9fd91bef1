"""Makes any blocking call stoppable: it runs in a daemon thread that can be left behind.

The SDK's waiters sleep where no signal reaches them, and a socket may hang for minutes. Somebody who presses Ctrl+C
does not care: the call is told through the cancel event, given a moment, and then abandoned.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from types import FrameType
from typing import TypeVar

from wizard.errors import CancelledError
from wizard.run.execute import CANCEL_GRACE, POLL

T = TypeVar("T")


def stoppable(call: Callable[[], T], cancel: threading.Event, grace: float = CANCEL_GRACE) -> T:
    """The call's result. Raises CancelledError when it does not end within `grace` seconds after `cancel` is set."""
    future: Future[T] = Future()
    threading.Thread(target=_resolve, args=(call, future), daemon=True).start()
    deadline: float | None = None
    while True:
        try:
            return future.result(timeout=POLL)
        except NotYet:
            if future.done():
                return future.result()
        if deadline is None and cancel.is_set():
            deadline = time.monotonic() + grace
        if deadline is not None and time.monotonic() >= deadline:
            raise CancelledError("The run was cancelled.")


def watch_for_cancel(cancel: threading.Event, is_requested: Callable[[], bool], told: Callable[[], object]) -> None:
    """Set `cancel` when a signal arrives or `is_requested` says so, then call `told`, once, in a thread of its own.

    SIGTERM and SIGINT ask the run to stop. SIGHUP, sent when a terminal closes, is none of the runner's business. The
    handler only leaves a mark: setting an event whose lock the interrupted main thread may hold would never return.
    """
    marks: list[int] = []

    def mark(number: int, _frame: FrameType | None) -> None:
        marks.append(number)

    def watch() -> None:
        while not cancel.wait(POLL):
            if marks or is_requested():
                cancel.set()
        told()

    signal.signal(signal.SIGTERM, mark)
    signal.signal(signal.SIGINT, mark)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=watch, name="cancel-watch", daemon=True).start()


def _resolve(call: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(call())
    except BaseException as error:  # handed to whoever waits
        future.set_exception(error)
