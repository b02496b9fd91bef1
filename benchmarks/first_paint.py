"""How soon the app is there: from the start of the process to its whole first screen, beside the least Textual app.

Both start in turn, in a real terminal of 80 by 24, so that whatever else the machine does meets both. Ours counts as
painted when the last thing of its first screen stands there, the keys in the bottom line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from benchmarks.options import Options
from benchmarks.peers.bare_app import TEXT
from benchmarks.processes import CLI, fresh_home
from benchmarks.report import Measure, ratio, say
from benchmarks.terminals import Terminal

OFTEN = 20
"""Starts of each: they take a quarter of a second, and vary by a tenth."""
BARE = (sys.executable, "-m", "benchmarks.peers.bare_app")
LAST = "Commands"
"""What our first screen ends with."""


def measure(options: Options) -> Iterator[Measure]:
    """Seconds of ours and of the bare app, and their ratio."""
    say("first paint")
    ours, bare = [], []
    with fresh_home() as home:
        for turn in range(max(OFTEN, options.repeat) + 1):
            pair = _seconds(BARE, TEXT, str(home)), _seconds(CLI, LAST, str(home))
            if turn:  # the first of each reads files that no later one has to
                bare.append(pair[0])
                ours.append(pair[1])
    app = Measure("first_paint.app", "s", tuple(ours), "demo-wizard in a terminal, 80x24")
    least = Measure("first_paint.bare", "s", tuple(bare), "a Textual app of one line")
    yield app
    yield least
    yield ratio("first_paint.ratio", app, least)


def _seconds(command: Sequence[str], text: str, home: str) -> float:
    with Terminal(command, DEMO_WIZARD_HOME=home) as terminal:
        return terminal.until(text) - terminal.started
