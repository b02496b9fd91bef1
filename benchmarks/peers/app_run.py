"""The app as somebody uses it, from its first screen to the results of a retail run, and how late its event loop is.

A probe sleeps for 5 ms on the loop again and again: whatever it wakes up later than that, a key would have waited too.
"""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections import defaultdict
from collections.abc import Callable

from textual.pilot import Pilot
from textual.screen import Screen

from benchmarks.peers.protocol import Answer, serve
from screens.app import DemoWizard
from screens.results import ResultsScreen
from screens.review import ReviewScreen
from screens.run import RunScreen
from screens.step import StepScreen

NAP = 0.005
PATIENCE = 300.0


def main() -> None:
    """Serve; every request is one run."""
    os.environ.pop("NO_COLOR", None)  # what it takes away would be drawn
    gc.disable()  # as wizard.cli.terminal does, and leaves the rest to the app
    serve(lambda request: asyncio.run(_used(int(request["columns"]), int(request["lines"]))))


async def _used(columns: int, lines: int) -> Answer:
    """Milliseconds that the loop was late, by what went on."""
    app, probe = DemoWizard(), _Probe()
    async with app.run_test(size=(columns, lines)) as pilot:
        watching = asyncio.create_task(probe.watch())
        await _drive(pilot, probe)
        watching.cancel()
    return dict(probe.late)


async def _drive(pilot: Pilot[int], probe: _Probe) -> None:
    app = pilot.app
    await pilot.press("n")
    while not isinstance(app.screen, ReviewScreen):
        await _until(lambda: _is_free(app.screen))
        await pilot.press("enter")
    await _until(lambda: _is_free(app.screen))
    probe.phase = "run"
    await pilot.press("enter")
    await _until(lambda: _is_over(app.screen))
    await asyncio.sleep(1)  # its end is drawn
    probe.phase = "results"
    await pilot.press("enter")
    await _until(lambda: isinstance(app.screen, ResultsScreen))
    for tab in "2345":
        await asyncio.sleep(1)
        await pilot.press(tab)


def _is_free(screen: Screen[object]) -> bool:
    return isinstance(screen, StepScreen) and not screen.blocked()


def _is_over(screen: Screen[object]) -> bool:
    return isinstance(screen, RunScreen) and screen.stage.is_over


async def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("the app does not get any further")
        await asyncio.sleep(0.05)


class _Probe:
    def __init__(self) -> None:
        self.phase = "steps"
        self.late: defaultdict[str, list[float]] = defaultdict(list)

    async def watch(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(NAP)
            self.late[self.phase].append(1000 * (time.perf_counter() - began - NAP))


if __name__ == "__main__":
    main()
