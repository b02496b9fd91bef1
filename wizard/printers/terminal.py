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


def console(stream: TextIO, *, plain: bool = False) -> Console:
    """A console for the stream; `plain`, without a terminal or without colors it writes no escape sequence."""
    from rich.console import Console

    if is_rich(stream) and not plain:
        return Console(file=stream, highlight=False, markup=False, emoji=False)
    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(
        file=stream, force_terminal=False, color_system=None, highlight=False, markup=False, emoji=False, width=width
    )


def write(stream: TextIO, what: RenderableType, *, plain: bool = False) -> None:
    """Print something rich; as text without trailing blanks if it is to be `plain`, or the stream is no terminal."""
    if is_rich(stream) and not plain:
        console(stream).print(what)
        return
    printer = console(stream, plain=True)
    with printer.capture() as captured:
        printer.print(what)
    stream.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
    stream.flush()


def _no_color() -> bool:
    return bool(os.environ.get("NO_COLOR"))
