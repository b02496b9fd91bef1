"""Keeps runs away from a demo while something else changes it: the lock that a run would hold, held by this process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from wizard.run.directory import Request, demo_lock
from wizard.run.locks import Lock
from wizard.run.start import refuse_if_busy


@contextmanager
def hold(runs: Path, request: Request) -> Iterator[None]:
    """Hold the demo on its target inside the block. Raises WizardError if a run, or somebody else, is at it."""
    while (lock := Lock.take(demo_lock(runs, request))) is None:
        refuse_if_busy(runs, request)
    try:
        lock.sign({"pid": os.getpid(), "removal": True, "since": datetime.now(UTC).isoformat(timespec="seconds")})
        yield
    finally:
        lock.release()
