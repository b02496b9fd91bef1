"""A run as JSON lines: the bytes of the contract, one event a line, nothing else on that stream.

The first line opens the stream, the last one is `run_finished`; each line is flushed, so a reader at the other end of a
pipe sees it when it happens.
"""

from __future__ import annotations

from typing import TextIO

from wizard.run.events import STREAM_LINE, Record


class JsonlPrinter:
    """Writes records as the journal has them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._write(STREAM_LINE)

    def show(self, record: Record) -> None:
        """Write the record."""
        self._write(record.to_line())

    def tick(self) -> None:
        """Nothing to redraw."""

    def pause(self) -> None:
        """Nothing to hide."""

    def close(self) -> None:
        """Nothing to add: `run_finished` is the last line."""

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()
