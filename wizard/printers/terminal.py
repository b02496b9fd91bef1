"""Decides what a stream can show: a live display, colors, or plain lines that any log and any screen reader takes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PLAIN_WIDTH = 100


def is_rich(stream: TextIO) -> bool:
    """Whether the stream is a terminal that may be drawn on: not a pipe, not TERM=dumb, not NO_COLOR."""
    return stream.isatty() and os.environ.get("TERM", "") not in ("", "dumb", "unknown") and not _no_color()


def console(stream: TextIO) -> Console:
    """A console for the stream; without a terminal, or where colors are unwanted, it writes no escape sequence."""
    from rich.console import Console

    if is_rich(stream):
        return Console(file=stream, highlight=False, markup=False, emoji=False)
    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(
        file=stream, force_terminal=False, color_system=None, highlight=False, markup=False, emoji=False, width=width
    )


def write(stream: TextIO, what: RenderableType) -> None:
    """Print something rich; as plain text without trailing blanks where the stream is no terminal."""
    if is_rich(stream):
        console(stream).print(what)
        return
    plain = console(stream)
    with plain.capture() as captured:
        plain.print(what)
    stream.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
    stream.flush()


def _no_color() -> bool:
    return bool(os.environ.get("NO_COLOR"))
