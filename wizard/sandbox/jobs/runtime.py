"""The scheduler of a sandbox, made when its jobs are first asked for.

A sandbox that never runs a job pays nothing for this, and the runs of a server that died are closed before anybody can
ask about them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from wizard.sandbox.jobs.executors import EXECUTORS
from wizard.sandbox.jobs.scheduler import Scheduler

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

_LOCK = threading.Lock()
_SCHEDULERS: dict[Sandbox, Scheduler] = {}


def scheduler(sandbox: Sandbox) -> Scheduler:
    """The one scheduler of `sandbox`; it closes with it."""
    with _LOCK:
        if sandbox not in _SCHEDULERS:
            _SCHEDULERS[sandbox] = Scheduler(
                sandbox, EXECUTORS, tasks_at_once=sandbox.character.tasks_at_once
            )
            sandbox.on_close.append(lambda: _close(sandbox))
        return _SCHEDULERS[sandbox]


def _close(sandbox: Sandbox) -> None:
    with _LOCK:
        closing = _SCHEDULERS.pop(sandbox)
    closing.close()
