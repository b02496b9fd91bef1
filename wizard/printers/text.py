"""A run for people: drawn live on a terminal, as plain lines elsewhere, and a summary at the end.

What happens goes to stderr, the summary of a run that succeeded to stdout: `demo-wizard --spec retail > result.txt`
shows the run and keeps the result. A run that did not succeed has no result: what went wrong goes to stderr.
"""

from __future__ import annotations

from typing import TextIO

from wizard.printers.base import Printer
from wizard.printers.terminal import console, is_rich, write
from wizard.run.directory import RunDirectory
from wizard.run.events import Record
from wizard.run.state import RunState


class TextPrinter:
    """Chooses the display that the terminal can show, plain lines if it is to be `plain`; ends with the summary."""

    def __init__(
        self, run: RunDirectory, state: RunState, out: TextIO, err: TextIO, *, plain: bool = False
    ) -> None:
        self._run, self._state, self._out, self._err, self._plain = run, state, out, err, plain
        self._display = _display(state, err, plain=plain)

    def show(self, record: Record) -> None:
        """Take one record."""
        self._display.show(record)

    def tick(self) -> None:
        """Redraw."""
        self._display.tick()

    def pause(self) -> None:
        """Leave the terminal to a question."""
        self._display.pause()

    def close(self) -> None:
        """Leave the display as it is and, if the run has ended, write the summary."""
        self._display.close()
        end = self._state.finished
        if end is not None:
            from wizard.printers.summary import summary

            stream = self._out if end.status == "succeeded" else self._err
            write(stream, summary(self._run, self._state), plain=self._plain)


def _display(state: RunState, err: TextIO, *, plain: bool) -> Printer:
    if plain or not is_rich(err):
        from wizard.printers.plain import PlainPrinter

        return PlainPrinter(state, err)
    from wizard.printers.live import LivePrinter

    return LivePrinter(state, console(err))
