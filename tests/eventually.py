"""Waiting for something with a deadline, for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], what: str, seconds: float = 10.0) -> T:
    """What the condition answers once it is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.005)  # the interval of a poll with a deadline
    raise AssertionError(f"waited {seconds} s for {what}")
