"""What the app opens with, when more was typed than its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from screens.app import DemoWizard
from screens.industry import IndustryScreen
from screens.run import RunScreen
from screens.story import StoryScreen
from screens.welcome import WelcomeScreen
from tests.screens.runs import leave_run
from tests.screens.seen import screen_text, until

MakeApp = Callable[..., DemoWizard]


async def test_a_spec_that_was_named_opens_at_its_story_with_what_was_set(wizard_app: MakeApp) -> None:
    app = wizard_app(begin=("open", "healthcare", "prod", "brand.company=Alpenhof", "as_of=2026-11-01"))
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, StoryScreen) and app.examined.spec is not None)
        assert app.target == "prod"
        assert app.choices.source == "healthcare"
        assert app.choices.settings == {"brand.company": "Alpenhof", "as_of": "2026-11-01"}


async def test_without_a_spec_it_begins_with_the_industry(wizard_app: MakeApp) -> None:
    app = wizard_app(begin=("open", "", "sandbox", "size=medium"))
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, IndustryScreen))
        assert app.choices.settings == {"size": "medium"}


async def test_a_spec_that_is_gone_leaves_one_at_the_first_screen_with_the_reason(wizard_app: MakeApp) -> None:
    app = wizard_app(begin=("open", "/nowhere/shop.yaml", "sandbox"))
    async with app.run_test() as pilot:
        await until(pilot, lambda: len(app._notifications))
        assert isinstance(app.screen, WelcomeScreen)
        assert "there is no such file" in "".join(told.message for told in app._notifications)


async def test_a_run_is_all_there_is_when_the_app_was_opened_for_it(wizard_app: MakeApp, home: Path) -> None:
    run = leave_run(home)
    app = wizard_app(begin=("watch", run.id, "0"))
    async with app.run_test() as pilot:
        assert isinstance(app.screen, RunScreen)
        assert not app.screen.owner
        await until(pilot, lambda: "is ready" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.return_value is not None)
    assert app.return_value == 0
