"""What is said to the terminal itself, for somebody who looks at another window."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

from textual.app import App

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def attract(app: App[Any], text: str) -> None:
    """The terminal's own notification and its bell, if it has lost focus. OSC 9: who does not know it ignores it.

    Textual has a method for the bell alone.
    """
    driver = app._driver  # noqa: SLF001  as above
    if app.app_focus or driver is None or app.is_headless:
        return
    driver.write(f"\x1b]9;{_CONTROL.sub(' ', text)[:200]}\x07")
    app.bell()


def has_browser(app: App[Any]) -> bool:
    """Whether a page can be opened in a window; a browser in the terminal would take it from us."""
    return app.is_web or sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
