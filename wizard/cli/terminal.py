"""Opens the app where there is a terminal for it. The wizard knows its screens here and nowhere else.

It is asked before the rest of the command line is imported, for that would cost a tenth of a second that somebody who
typed `demo-wizard` looks at.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

_DUMB = frozenset({"", "dumb", "unknown"})


def has_terminal() -> bool:
    """Whether the app can be drawn: at both ends is a terminal that can place characters.

    Or a browser: whoever tells Textual what to draw with, as textual-serve does, has something to draw on.
    """
    return "TEXTUAL_DRIVER" in os.environ or (_is_talked_to() and not _is_dumb())


def has_dumb_terminal() -> bool:
    """Whether somebody is at a terminal that can only print one line after another."""
    return _is_talked_to() and _is_dumb()


def open_app(begin: Sequence[str] = ("welcome",)) -> int:
    """Run the app until somebody leaves it; returns the exit code.

    `begin` says what it opens with: ("welcome",), ("watch", RUN, SPEED), or ("open", SPEC, TARGET, SETTING…).
    """
    # Nothing is garbage while the app starts, and looking for it takes 15 ms of 240. Once it is there, it allows it.
    gc.disable()
    from screens.launch import open_app as launch  # the one place: see import-linter's contracts

    return launch(begin)


def _is_talked_to() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _is_dumb() -> bool:
    return os.environ.get("TERM", "") in _DUMB
