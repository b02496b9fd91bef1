"""Pictures of all screens, as SVG: `make screenshots`.

The real app, driven through a real retail run into a sandbox of its own; nothing in the pictures is made up. Only the
place of the runs is a temporary folder.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from screens.app import DemoWizard
from screens.results import ResultsScreen
from screens.run import RunScreen
from screens.settings import remember_theme
from screens.themes import DARK
from wizard.run.directory import RunDirectory
from wizard.spec.choices import Choices

FOLDER = Path(__file__).parent / "screens"
SIZE = (100, 30)
PATIENCE = 90.0
STEPS = {"target": 6, "industry": 4, "story": 1, "data": 6, "grants": 4, "jobs": 1, "review": 8}
"""Seconds that each step is given to fill with what it asks for."""
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Fonts that a picture would fetch from elsewhere: the reader's own will do."""
IN_LIGHT = ("industry-light", "results-light")


async def take() -> None:
    """From the first screen to the results, a picture of each."""
    app = DemoWizard()
    async with app.run_test(size=SIZE) as pilot:

        async def until(holds: Callable[[], object]) -> None:
            for _ in range(int(PATIENCE / 0.05)):
                if holds():
                    return
                await pilot.pause(0.05)
            raise TimeoutError(f"{app.screen} did not get there")

        async def picture(name: str, seconds: float = 0.5) -> None:
            await pilot.pause(seconds)
            svg = FONTS.sub("", app.export_screenshot(title="demo-wizard"))
            (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")

        async def in_light(name: str) -> None:
            await pilot.press("f3")
            await picture(name)
            await pilot.press("f3")

        await picture("welcome", 1)
        app.begin(Choices.of("retail"))
        for name, seconds in STEPS.items():
            app.action_go(name)
            await app.settled()
            await picture(name, seconds)
            if name == "industry":
                await in_light(IN_LIGHT[0])
            if name == "story":
                await pilot.press("f2")
                await picture("editor", 2)
                await pilot.press("escape")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, RunScreen))
        await until(lambda: _written() > 0.5)
        await picture("run")
        await until(lambda: _written() >= 1)
        await pilot.press("3")
        await picture("timeline", 1)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, ResultsScreen))
        await picture("results", 5)
        await in_light(IN_LIGHT[1])


def _written() -> float:
    """How much of the run's work is done, from 0 to 1."""
    from wizard import locations
    from wizard.run import journal
    from wizard.run.state import RunState

    run = RunDirectory.every(locations.runs())[-1]
    state = RunState.fold(journal.records(run.events))
    return 1.0 if state.finished else state.settled / max(1, len(state.steps))


def main() -> None:
    """Take all pictures in a home of their own, and leave nothing behind but them."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"DEMO_WIZARD_HOME": home, "DATABRICKS_CONFIG_FILE": f"{home}/databrickscfg"}
        remember_theme(DARK)
        try:
            asyncio.run(take())
        finally:
            subprocess.run([sys.executable, "-m", "wizard", "sandbox", "stop"], check=False)


if __name__ == "__main__":
    main()
