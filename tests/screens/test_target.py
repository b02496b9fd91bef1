"""Step one: a target is looked at, asked, and chosen."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from screens.app import DemoWizard
from screens.target import screen as target_screen
from screens.widgets.facts import Facts
from screens.widgets.picks import Picks
from tests.screens.fakes import FakeDesk
from tests.screens.seen import text_of, until
from wizard.desk.questions import About
from wizard.errors import WizardError
from wizard.spec.choices import Choices
from wizard.workspace.about import Capability, TargetFacts

MakeApp = Callable[..., DemoWizard]
SANDBOX = TargetFacts(
    "sandbox", "http://127.0.0.1:8443", "owner@example.com", "Demo warehouse", "RUNNING",
    (Capability("create catalogs", True, "by grant"), Capability("jobs", False, "403 [b]no[/b]"),
     Capability("Spark Connect", None, "known when a session is opened")),
    ("main", "samples"),
)  # fmt: skip
EXPIRED = WizardError("The token of field has expired.", "Log in: databricks auth login --profile field")


def about(question: About) -> object:
    return SANDBOX if question.target == "sandbox" else EXPIRED


def profiles(text: str) -> None:
    Path(os.environ["DATABRICKS_CONFIG_FILE"]).write_text(text)


async def begun(pilot: Pilot[Any], app: DemoWizard) -> None:
    app.begin(Choices.of("retail"), "target")
    await app.settled()
    await until(pilot, lambda: app.screen.query(Picks))


def shown(app: DemoWizard) -> str:
    return app.screen.query_one(Facts).render().plain


def hint(app: DemoWizard) -> str:
    return text_of(app.screen.query_one("#hint"))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_sandbox_is_looked_at_first_and_enter_goes_on(wizard_app: MakeApp, size: tuple[int, int]) -> None:
    desk = FakeDesk({About: about})
    app = wizard_app(desk)
    async with app.run_test(size=size) as pilot:
        await begun(pilot, app)
        await until(pilot, lambda: "owner@example.com" in shown(app))
        assert desk.asked == [About("sandbox")]
        for said in ("http://127.0.0.1:8443", "Demo warehouse  running", "main, samples", "✔ create catalogs",
                     "✖ jobs", "403 [b]no[/b]", "? Spark Connect"):  # fmt: skip
            assert said in shown(app)
        next_button = app.screen.query_one("#next").region
        assert next_button.right <= size[0]
        assert next_button.bottom <= size[1]
        assert hint(app) == "Enter: choose the industry"


async def test_nobody_needs_to_wait_for_the_answer(wizard_app: MakeApp) -> None:
    app = wizard_app(FakeDesk())
    async with app.run_test() as pilot:
        await begun(pilot, app)
        assert "Starting the sandbox" in shown(app)
        assert app.screen.blocked() == ""  # type: ignore[attr-defined]


async def test_a_profile_that_refuses_says_what_to_do_and_blocks(
    wizard_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(target_screen, "DEBOUNCE", 0.01)
    profiles("[field]\nhost = https://field.example\n[poc]\nhost = https://poc.example\n")
    answers: dict[Any, Any] = {About: about}
    desk = FakeDesk(answers)
    app = wizard_app(desk)
    async with app.run_test() as pilot:
        await begun(pilot, app)
        picks = app.screen.query_one("#targets", Picks)
        await until(pilot, lambda: picks.option_count == 3)
        picks.focus()
        await pilot.press("down")
        await until(pilot, lambda: "expired" in shown(app))
        assert app.target == "field"
        assert "databricks auth login --profile field" in shown(app)
        assert "field: The token of field has expired." in hint(app)
        await pilot.press("enter")
        assert app.screen.query(Picks), "a target that refused was gone on with"
        desk.answers[About] = SANDBOX
        await pilot.press("r")
        await until(pilot, lambda: "owner@example.com" in shown(app))
        assert hint(app) == "Enter: choose the industry"
        await pilot.press("up", "down")
        assert [question.target for question in desk.asked if isinstance(question, About)] == [
            "sandbox", "field", "field",
        ]  # fmt: skip


async def test_a_file_of_profiles_that_cannot_be_read_is_said_in_place(wizard_app: MakeApp) -> None:
    profiles("not a profile")
    app = wizard_app(FakeDesk({About: about}))
    async with app.run_test() as pilot:
        await begun(pilot, app)
        problem = app.screen.query_one("#unreadable", Static)
        await until(pilot, lambda: problem.has_class("-said"))
        assert "cannot be read" in text_of(problem)
        assert app.screen.query_one("#targets", Picks).option_count == 1


async def test_catalog_and_schema_are_typed_checked_and_kept(wizard_app: MakeApp) -> None:
    app = wizard_app(FakeDesk({About: about}))
    async with app.run_test() as pilot:
        await begun(pilot, app)
        field = app.screen.query_one("#field-catalog")
        assert field.query_one("Input").placeholder == "dev_retail_demo"  # type: ignore[attr-defined]
        field.query_one("Input").focus()
        await pilot.press(*"my-cat")
        await app.settled()
        await pilot.press("tab")
        await app.settled()
        assert dict(app.choices.settings) == {"catalog": "my-cat"}
        assert field.has_class("-wrong")
        assert hint(app).startswith("catalog: ")
        field.query_one("Input").focus()
        await pilot.press("home", *["delete"] * 6, *"mine")
        await app.settled()
        await pilot.pause()
        assert app.examined.spec is not None
        assert app.examined.spec.catalog == "mine"
        assert hint(app) == "Enter: choose the industry"


async def test_where_no_catalog_can_be_made_for_sure_those_that_take_the_demo_are_chosen_from(
    wizard_app: MakeApp,
) -> None:
    facts = replace(SANDBOX, open_catalogs=("sales_demos", "sandbox_of_ada"))
    app = wizard_app(FakeDesk({About: lambda _: facts}))
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, app)
        catalogs = app.screen.query_one("#catalogs", Picks)
        await until(pilot, lambda: catalogs.display)
        assert [option.id for option in catalogs.options] == ["", "sales_demos", "sandbox_of_ada"]
        catalogs.focus()
        await pilot.press("down")
        await app.settled()
        await pilot.pause()
        assert app.choices.settings["catalog"] == "sales_demos"
        assert catalogs.looked_at == "sales_demos"
        await pilot.press("up")
        await app.settled()
        await pilot.pause()
        assert "catalog" not in app.choices.settings
