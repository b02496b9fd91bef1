"""The way from the first screen to the review by mouse alone."""

from __future__ import annotations

from collections.abc import Callable

from screens.app import DemoWizard
from screens.review import ReviewScreen
from screens.steps import NAMES
from screens.widgets.options import Options
from tests.screens.fakes import FakeDesk
from tests.screens.seen import until
from tests.steps.facts import empty
from wizard.desk.questions import MakePlan
from wizard.spec import parse
from wizard.steps import plan


async def test_a_click_does_what_enter_does_and_the_rail_leads_back(wizard_app: Callable[..., DemoWizard]) -> None:
    app = wizard_app(FakeDesk({MakePlan: lambda asked: plan(parse(asked.spec), empty())}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(offset=(10, 2), times=2)
        await until(pilot, lambda: step(app) == "target")
        for name in NAMES[1:-1]:
            await app.settled()
            await pilot.click("#next")
            await until(pilot, lambda name=name: step(app) == name)
            await pilot.pause()
            if name == "story":
                size = app.screen.query_one("#size", Options)
                await pilot.click(size, offset=(str(size.render()).index("medium"), 0))
                await app.settled()
        assert isinstance(app.screen, ReviewScreen)
        assert app.choices.settings == {"size": "medium"}
        await pilot.click("#rail", offset=(4, 0))
        await until(pilot, lambda: step(app) == "target")
        await pilot.click("#rail", offset=(14, 0))
        await until(pilot, lambda: step(app) == "industry")
        await pilot.click("#back")
        await until(pilot, lambda: step(app) == "target")
        assert app.choices.settings == {"size": "medium"}


def step(app: DemoWizard) -> str:
    """The step in front; nothing for any other screen."""
    return str(getattr(app.screen, "STEP", ""))
