"""Starts, resumes and stops runs from any process: the only place that knows how a runner is brought to life.

A runner gets a session of its own and writes to the run's log, so it outlives the terminal that asked for it. Whoever
starts it takes the two locks first and lets the runner inherit them: a second run of the same demo is refused before
anything begins, and a run is alive exactly as long as its lock is held.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wizard.errors import UsageError, WizardError
from wizard.run import locks
from wizard.run.command import RUNNER
from wizard.run.directory import Request, RunDirectory, demo_lock
from wizard.run.history import History

STOPPING = 2.0
"""Seconds that a resume waits for a runner that has ended its run, or was asked to, to be gone."""


@dataclass(frozen=True, slots=True)
class Started:
    """A runner at work: its attempt is the first whose events concern whoever started it."""

    run: RunDirectory
    attempt: int
    pid: int


def launch(run: RunDirectory, command: Sequence[str] = RUNNER) -> Started:
    """Start a runner for this directory. Raises WizardError if it, or another run of its demo, is being carried out."""
    taken = _take_locks(run)
    run.clear_cancel()
    attempt = History.read(run).attempts + 1
    descriptors = [lock.descriptor for lock in taken]
    with run.log.open("ab") as log:
        run.log.chmod(0o600)
        process = subprocess.Popen(
            [*command, str(run.path), "--locks", *map(str, descriptors)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, pass_fds=descriptors,
        )
    for lock in taken:
        lock.sign(signature(run, process.pid))
        lock.release()
    process.returncode = 0  # it is meant to outlive us: nobody waits for it, nobody is warned about it
    return Started(run, attempt, process.pid)


def resume(run: RunDirectory, command: Sequence[str] = RUNNER, skip: Sequence[str] = ()) -> Started:
    """Go on with an unfinished run, without the steps to `skip`: what failed is tried again, what is done is not.

    Raises UsageError if it is still at work or has nothing left to do, or if a step cannot be skipped.
    """
    last = History.read(run).last
    if not has_gone(run, STOPPING if last is not None or run.is_cancel_requested() else 0):
        raise UsageError(f"Run {run.id} is still at work.", f"Watch it: demo-wizard runs attach {run.id}")
    last = History.read(run).last
    if last is not None and last.status == "succeeded":
        raise UsageError(f"Run {run.id} has succeeded: there is nothing to resume.",
                         f"Look at it: demo-wizard runs show {run.id}")
    if skip:
        run.skip(skip)
    return launch(run, command)


def cancel(run: RunDirectory) -> bool:
    """Ask the run to stop; False if nobody is carrying it out."""
    pid = run.runner_pid()
    if pid is None:
        return False
    run.request_cancel()
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    return True


def is_alive(run: RunDirectory) -> bool:
    """Whether a runner is carrying it out now."""
    return run.runner_pid() is not None


def has_gone(run: RunDirectory, seconds: float) -> bool:
    """Whether nobody carries the run out any more, waiting for that at most so long."""
    deadline = time.monotonic() + seconds
    while is_alive(run):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.005)
    return True


def signature(run: RunDirectory, pid: int) -> dict[str, Any]:
    """What a lock says about its holder."""
    return {"pid": pid, "run": run.id, "since": datetime.now(UTC).isoformat(timespec="seconds")}


def refuse_if_busy(runs: Path, request: Request) -> None:
    """Raise WizardError if a run of this demo on this target is being carried out: before anything is left behind."""
    if (found := locks.holder(demo_lock(runs, request))) is not None:
        raise _refusal(request, found)


def _take_locks(run: RunDirectory) -> tuple[locks.Lock, locks.Lock]:
    demo = locks.Lock.take(run.demo_lock)
    if demo is None:
        raise _refusal(run.request, locks.holder(run.demo_lock) or {})
    own = locks.Lock.take(run.lock)
    if own is None:
        demo.release()
        raise UsageError(f"Run {run.id} is still at work.", f"Watch it: demo-wizard runs attach {run.id}")
    return own, demo


def _refusal(request: Request, found: dict[str, Any]) -> WizardError:
    demo, other = f"{request.demo} on {request.target}", found.get("run", "unknown")
    who = f"(process {found.get('pid', 'unknown')}, since {found.get('since', 'a moment ago')})"
    if found.get("removal"):
        return WizardError(f"{demo} is being removed {who}.", "Wait until it is gone, then run the command again.")
    return WizardError(
        f"{demo} is being worked on by run {other} {who}.",
        f"Watch it: demo-wizard runs attach {other}   Stop it: demo-wizard runs cancel {other}",
    )
