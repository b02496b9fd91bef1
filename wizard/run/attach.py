"""Follows a run from any terminal: the journal's records as they are written, until the run ends.

Whoever follows learns that a runner died, too: when nobody holds the run's lock any more and the journal has no end, an
end is made up for the reader (and only for the reader: the journal says what happened, not what was concluded).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from wizard.errors import ExitCode
from wizard.run import journal
from wizard.run.directory import RunDirectory
from wizard.run.events import Record, RunFinished, RunStarted
from wizard.run.history import History
from wizard.run.start import is_alive

POLL = 0.02


def follow(run: RunDirectory, attempt: int = 0) -> Iterator[Record | None]:
    """Records of this attempt (0: the latest) up to its `run_finished`; None whenever there is nothing new.

    A None comes every 20 ms at least, so that the reader can redraw, notice a key, or stop following.
    """
    wanted = attempt or max(1, History.read(run).attempts)
    offset, current = 0, 0
    began: datetime | None = None
    while True:
        alive = is_alive(run)  # asked before reading: what a dead runner had to say is all there
        for record, after in journal.read(run.events, offset):
            offset = after
            if isinstance(record.event, RunStarted):
                current, began = record.event.attempt, record.at
            if current == wanted:
                yield record
                if isinstance(record.event, RunFinished):
                    return
        if not alive:
            yield lost(run, began)
            return
        yield None
        time.sleep(POLL)


def lost(run: RunDirectory, began: datetime | None) -> Record:
    """The end of a run whose runner is gone without a word."""
    seconds = (datetime.now(UTC) - began).total_seconds() if began else 0.0
    detail = "The runner is gone: it was killed, or the machine went down." if began else "The runner did not start."
    hint = f"Go on where it stopped: demo-wizard runs resume {run.id}   Its log: {run.log}"
    return Record.now(run.id, RunFinished("failed", int(ExitCode.FAILED), round(seconds, 3), detail, hint))
