"""What a person sees of an app: the text of its screen."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget


def text_of(node: Widget) -> str:
    """What a static widget shows."""
    return str(node.render())


def screen_text(app: App[int]) -> str:
    """The screen's lines as they stand on the terminal, without styles."""
    lines = app.screen._compositor.render_strips(app.screen.size)
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


async def until(pilot: Pilot[int], holds: Callable[[], object], patience: float = 20.0) -> None:
    """Go on as soon as something holds; a test fails with what the screen shows when it does not in time."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, screen_text(pilot.app)
        await pilot.pause(0.01)


async def focus(pilot: Pilot[int], widget: Widget) -> None:
    """Put the focus on a widget."""
    widget.focus()
    await until(pilot, lambda: pilot.app.focused is widget)
