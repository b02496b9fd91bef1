"""Opens the app where there is a terminal for it. The wizard knows its screens here and nowhere else.

It is asked before the rest of the command line is imported, for that would cost a tenth of a second that somebody who
typed `demo-wizard` looks at.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_DUMB = frozenset({"", "dumb", "unknown"})


def has_terminal() -> bool:
    """Whether a terminal that can place characters is at both ends."""
    both = sys.stdin.isatty() and sys.stdout.isatty()
    return both and os.environ.get("TERM", "") not in _DUMB


def open_app(begin: Sequence[str] = ("welcome",)) -> int:
    """Run the app until somebody leaves it; returns the exit code.

    `begin` says what it opens with: ("welcome",), or ("watch", RUN, SPEED).
    """
    from screens.launch import open_app as launch  # the one place: see import-linter's contracts

    return launch(begin)
