"""Child processes of tasks: started in a group of their own, listened to, and ended with the whole group."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from wizard.sandbox.jobs.child import Payload, Report
from wizard.sandbox.jobs.logs import LogTail
from wizard.sandbox.jobs.stopping import Stop

GRACE_SECONDS = 1.0
"""How long a process may tidy up after SIGTERM before SIGKILL."""


def run_child(payload: Payload, environment: Mapping[str, str], stop: Stop, log: LogTail) -> tuple[int, Report]:
    """Run a workload in a child process and wait for it: its exit code (negative: a signal) and its report.

    What it prints goes to `log`. The report is empty when the process did not live to write it.
    """
    with tempfile.TemporaryDirectory(prefix="task-") as scratch:
        report = Path(scratch, "report.json")
        payload = {**payload, "report": str(report)}
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "wizard.sandbox.jobs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=payload["folder"],
            env=environment,
            start_new_session=True,
        )
        code = _supervise(process, json.dumps(payload).encode() + b"\n", stop, log)
        return code, json.loads(report.read_text()) if report.exists() else {}


def _supervise(process: subprocess.Popen[bytes], opening: bytes, stop: Stop, log: LogTail) -> int:
    assert process.stdin  # noqa: S101 - it was started with pipes
    assert process.stdout  # noqa: S101
    ended = threading.Event()
    listener = threading.Thread(target=_listen, args=(process.stdout, log), daemon=True)
    listener.start()
    stop.on_set(lambda: _end(process.pid, ended))
    try:
        process.stdin.write(opening)
        process.stdin.flush()
        code = process.wait()
    except BrokenPipeError:  # it died before it could listen
        code = process.wait()
    finally:
        ended.set()
        # What the workload left running in its group would hold the pipes open and write on.
        _signal(process.pid, signal.SIGKILL)
        listener.join(GRACE_SECONDS)
        if not listener.is_alive():  # else somebody who left the group still holds the other end
            process.stdout.close()
        _close(process.stdin)
    return code


def _listen(stream: IO[bytes], log: LogTail) -> None:
    while data := os.read(stream.fileno(), 65536):
        log.write(data)


def _end(group: int, ended: threading.Event) -> None:
    """Ask the group to end; insist after the grace period, from a thread, because the one who asks must not wait."""
    _signal(group, signal.SIGTERM)

    def insist() -> None:
        if not ended.wait(GRACE_SECONDS):
            _signal(group, signal.SIGKILL)

    threading.Thread(target=insist, daemon=True).start()


def _signal(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return  # nobody is left in it (macOS says so with PermissionError)


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return  # the reader went first
