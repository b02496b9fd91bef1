"""The journal of a run: one event a line, appended and synced before anything that relies on it happens.

It is the write-ahead log that a resume trusts and the stream that every printer follows, in the same bytes. A process
that dies while writing leaves at most one torn last line: the next writer cuts it off (nobody was told about it), and
readers only ever take whole lines.

Synced is what a resume trusts: that a run began, its plan, what finished, and facts that steps saved. The rest
(progress, remarks, what started, what was skipped) is only written: a crash of the process loses none of it, for the
kernel has it; a crash of the machine loses a line on a screen. Syncing it all would cost more than a small step takes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from wizard.run.events import (
    STREAM_LINE,
    Event,
    FactSaved,
    PlanApproved,
    PlanReady,
    Record,
    RunFinished,
    RunStarted,
    StepFinished,
)

SYNCED = (RunStarted, PlanReady, PlanApproved, FactSaved, StepFinished, RunFinished)


class Journal:
    """The writing end. Safe to use from any thread; after `close`, events are dropped without a word.

    Late events come from the threads of steps that did not stop in time: the run is over, nobody may hear of them.
    """

    def __init__(self, path: Path, run_id: str) -> None:
        self._run_id = run_id
        self._lock = threading.Lock()
        self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        if not _cut_torn_line(self._descriptor):
            self._append(STREAM_LINE)

    def write(self, event: Event) -> Record:
        """Append the event; it is on the disk when this returns, if it is of a kind that is synced."""
        record = Record.now(self._run_id, event)
        with self._lock:
            if self._descriptor is not None:
                self._append(record.to_line())
                if isinstance(event, SYNCED):
                    os.fsync(self._descriptor)
        return record

    def close(self, last: Event | None = None) -> None:
        """Write the last event if there is one, sync and close: nothing can come after it."""
        with self._lock:
            if self._descriptor is not None:
                if last is not None:
                    self._append(Record.now(self._run_id, last).to_line())
                os.fsync(self._descriptor)
                os.close(self._descriptor)
                self._descriptor = None

    def _append(self, line: str) -> None:
        if self._descriptor is not None:
            os.write(self._descriptor, f"{line}\n".encode())


def read(path: Path, start: int = 0) -> Iterator[tuple[Record, int]]:
    """Whole records from a byte offset on, each with the offset after it. Lines nobody can read are passed over."""
    if not path.exists():
        return
    with path.open("rb") as stream:
        stream.seek(start)
        for line in stream:
            if not line.endswith(b"\n"):
                return
            start += len(line)
            record = Record.from_line(line.decode(errors="replace"))
            if record is not None:
                yield record, start


def records(path: Path) -> list[Record]:
    """Everything that happened so far."""
    return [record for record, _ in read(path)]


def _cut_torn_line(descriptor: int) -> int:
    """Cut the file after its last line end; returns its length. A torn line is no longer than the last 16 MiB."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return 0
    start = max(0, size - 16 * 1024 * 1024)
    tail = os.pread(descriptor, size - start, start)
    whole = start + tail.rfind(b"\n") + 1
    if whole < size:
        os.ftruncate(descriptor, whole)
    return whole
