"""What somebody who waits should know: that the workspace is busy, that a warehouse starts, which credentials are used.

Requests are made deep below whoever has somebody to tell. So who listens is set around the work: a step's reporter for
what its thread does, and for everything else whoever owns the process, the runner or a command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str], object]


def _nobody(_text: str) -> None:
    """Libraries and tests that ask for nothing hear nothing."""


_here: ContextVar[Listener | None] = ContextVar("listener", default=None)
_elsewhere: list[Listener] = [_nobody]


def notice(text: str) -> None:
    """Say one line, without a full stop."""
    (_here.get() or _elsewhere[-1])(text)


def listen(listener: Listener) -> None:
    """Hear, from now on, what is said in threads that nobody listens to in particular."""
    _elsewhere[-1] = listener


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Hear what is said in this thread, inside the block."""
    token = _here.set(listener)
    try:
        yield
    finally:
        _here.reset(token)
