"""How long a key waits while the app works: the lag of its event loop from the first screen to the results.

The real app with a fresh sandbox, a desk and a runner of its own, driven by keys; only the terminal is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from statistics import quantiles

from benchmarks.options import Options
from benchmarks.processes import Child, fresh_home
from benchmarks.report import Measure, say

PHASES = {"steps": "from the first screen to the plan", "run": "while the run is made",
          "results": "while the results are looked at"}  # fmt: skip
SIZE = {"columns": 120, "lines": 40}
"""With both panes of every screen in sight there is most to draw."""


def measure(options: Options) -> Iterator[Measure]:
    """Milliseconds: median, 99th percentile and maximum of each phase."""
    found: dict[str, list[list[float]]] = {phase: [] for phase in PHASES}
    for turn in range(options.repeat):
        say(f"loop lag, {turn + 1} of {options.repeat}")
        with fresh_home() as home, Child(sys.executable, "benchmarks.peers.app_run", DEMO_WIZARD_HOME=str(home)) as app:
            late = app.ask(SIZE)
        for phase, lags in found.items():
            lags.append(late[phase])
    for phase, note in PHASES.items():
        cuts = [quantiles(lags, n=100) for lags in found[phase]]
        yield Measure(f"loop_lag.{phase}.p50", "ms", tuple(cut[49] for cut in cuts), note)
        yield Measure(f"loop_lag.{phase}.p99", "ms", tuple(cut[98] for cut in cuts), note)
        yield Measure(f"loop_lag.{phase}.max", "ms", tuple(max(lags) for lags in found[phase]), note)
