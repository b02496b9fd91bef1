"""What every printer of a run can do, so that following a run does not depend on how it looks."""

from __future__ import annotations

from typing import Protocol

from wizard.run.events import Record


class Printer(Protocol):
    """A reader of one run's records, from the first of an attempt to its end."""

    def show(self, record: Record) -> None:
        """Take one record."""

    def tick(self) -> None:
        """Nothing new: time to redraw. Called every 20 ms or so."""

    def pause(self) -> None:
        """Leave the terminal to somebody else, who wants to ask a question."""

    def close(self) -> None:
        """The run has ended, or nobody wants to see more of it."""
