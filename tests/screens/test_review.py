"""The review: the plan that is shown is the plan that is carried out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from screens.app import DemoWizard
from screens.modals.confirm import Confirm
from screens.modals.save import Save
from screens.review import ReviewScreen
from screens.review.steps import StepList
from screens.widgets.sql import SqlView, folded, highlighted
from tests.eventually import eventually
from tests.run.fake import RUNNER
from tests.screens.fakes import FakeDesk
from tests.screens.looking import at_rest, front, text
from tests.screens.runs import leave_run
from tests.steps.facts import empty, finished
from tests.steps.shop import TEXT
from wizard.desk.questions import MakePlan
from wizard.desk.wire import opened, refused
from wizard.errors import PreflightError
from wizard.plan.model import Plan
from wizard.preflight.need import MissingError, Need, Preflight
from wizard.run.directory import RunDirectory
from wizard.spec import parse
from wizard.spec.choices import Choices
from wizard.steps import plan

Apps = Callable[..., DemoWizard]
SHOP = Choices("shop.yaml", TEXT)


def made(question: MakePlan) -> Plan:
    return plan(parse(question.spec), empty())


def there(question: MakePlan) -> Plan:
    """The demo was made before, with another seed for the day of the tests."""
    return plan(parse(question.spec), finished(parse(TEXT, overrides=["seed=8", "as_of=2026-11-01"])))


async def at_review(app: DemoWizard, pilot: Any, choices: Choices = SHOP) -> ReviewScreen:
    app.begin(choices, "review")
    await app.settled()
    await at_rest(app, pilot)
    assert isinstance(app.screen, ReviewScreen)
    return app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_it_shows_what_will_be_done_and_the_sql_of_the_chosen_step(wizard_app: Apps, size: Any) -> None:
    app = wizard_app(FakeDesk({MakePlan: made}))
    async with app.run_test(size=size) as pilot:
        screen = await at_review(app, pilot)
        assert "5 to create" in text(screen, "#summary")
        assert "plan " in text(screen, "#summary")
        assert "2,020 rows" in text(screen, "#summary")
        assert "costs nothing" in text(screen, "#summary")
        assert text(screen, "#command") == "$ demo-wizard --spec shop.yaml"
        steps = screen.query_one(StepList)
        lines = [str(option.prompt) for option in steps.options]
        assert "2 tables to create" in lines
        assert "2 data sets to write" in lines
        assert any("+ create  stores" in line and "does not exist yet" in line for line in lines)
        await pilot.press("down", "down")
        await at_rest(app, pilot)
        assert text(screen, "#object") == "table shop_demo.corner.stores"
        sql = screen.query_one(SqlView)
        assert sql.text.startswith("CREATE TABLE `shop_demo`.`corner`.`stores`")
        assert sql.region.bottom <= screen.query_one("#bar").region.y
        assert sql.region.height >= 2
        for name in ("#back", "#next", "#hint"):
            assert screen.region.contains_region(screen.query_one(name).region)


async def test_the_plan_is_asked_for_once_and_again_when_choices_or_target_changed(wizard_app: Apps) -> None:
    desk = FakeDesk({MakePlan: made})
    app = wizard_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_review(app, pilot)
        app.action_go("story")
        await pilot.pause()
        app.action_go("review")
        await at_rest(app, pilot)
        assert len(desk.asked) == 1
        app.choose(SHOP.put("seed", 9))
        await app.settled()
        app.target = "elsewhere"
        screen.on_screen_resume()
        await at_rest(app, pilot)
        question = desk.asked[-1]
        assert isinstance(question, MakePlan)
        assert (question.target, "seed: 9" in question.spec) == ("elsewhere", True)


async def test_what_keeps_it_from_being_planned_is_said_in_place_and_r_tries_again(wizard_app: Apps) -> None:
    desk = FakeDesk({MakePlan: PreflightError("Could not find the principal: 'nobody'", "Create the group.")})
    app = wizard_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_review(app, pilot)
        for words in ("Could not find the principal", "Create the group.", "r: try again"):
            assert words in text(screen, "#waiting")
        assert "There is no plan" in text(screen, "#hint")
        await pilot.press("enter")
        assert front(app) is screen
        desk.answers[MakePlan] = made
        await pilot.press("r")
        await at_rest(app, pilot)
        await pilot.pause()
        assert "Enter: make the demo on sandbox" in text(screen, "#hint")


async def test_while_it_waits_it_says_for_what_and_a_spec_with_problems_is_not_planned(wizard_app: Apps) -> None:
    desk = FakeDesk()
    app = wizard_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        app.begin(SHOP, "review")
        await app.settled()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        assert "Looking at what is on sandbox" in text(screen, "#waiting")
        app.choose(SHOP.put("seed", "many"))
        await app.settled()
        await pilot.pause()
        assert "seed" in text(screen, "#waiting")
        assert len(desk.asked) <= 1


async def test_enter_carries_out_what_was_shown(wizard_app: Apps, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[tuple[RunDirectory, int]] = []
    monkeypatch.setattr(DemoWizard, "watch_run", lambda _, run, attempt: watched.append((run, attempt)))
    app = wizard_app(FakeDesk({MakePlan: made}), runner=(*RUNNER,))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_review(app, pilot)
        assert screen.reviewed is not None
        shown = screen.reviewed
        await pilot.press("enter")
        await at_rest(app, pilot)
        ((run, attempt),) = watched
    assert attempt == 1
    assert run.request.source == "demo-wizard --spec shop.yaml"
    assert (run.request.demo, run.request.target, run.request.title) == ("shop_demo.corner", "sandbox", "Corner shop")
    assert Plan.from_json(run.plan.read_text()) == shown.plan
    spec = parse(run.spec.read_text())
    assert "as_of" in spec.model_fields_set
    assert plan(spec, empty()).hash == shown.hash
    eventually(lambda: run.runner_pid() is None, "the runner to end")


async def test_it_asks_before_it_changes_what_is_there(wizard_app: Apps, home: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[RunDirectory] = []
    monkeypatch.setattr(DemoWizard, "watch_run", lambda _, run, __: watched.append(run))
    app = wizard_app(FakeDesk({MakePlan: there}), runner=RUNNER)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_review(app, pilot)
        await pilot.press("enter")
        assert isinstance(app.screen, Confirm)
        assert "table stores" in text(app.screen, "#detail")
        await pilot.press("enter")  # the harmless answer has the focus
        assert front(app) is screen
        assert RunDirectory.every(home / "runs") == []
        await pilot.press("enter", "left", "enter")
        await at_rest(app, pilot)
    assert len(watched) == 1
    eventually(lambda: watched[0].runner_pid() is None, "the runner to end")


async def test_where_nothing_is_to_be_done_enter_shows_what_is_there(wizard_app: Apps, home: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[RunDirectory] = []
    monkeypatch.setattr(DemoWizard, "show_results", lambda _, run: shown.append(run))
    app = wizard_app(FakeDesk({MakePlan: lambda asked: plan(parse(asked.spec), finished(parse(asked.spec)))}))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_review(app, pilot)
        assert "nothing is to be done" in text(screen, "#summary")
        assert "everything is there already" in text(screen, "#hint")
        run = leave_run(home)
        await pilot.press("enter")
        await at_rest(app, pilot)
    assert shown == [run]


async def test_everything_can_be_taken_along(wizard_app: Apps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = wizard_app(FakeDesk({MakePlan: made}))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_review(app, pilot)
        await pilot.press("y")
        assert app.clipboard.startswith("POST /api/2.1/unity-catalog/catalogs")
        await pilot.press("Y")
        assert app.clipboard.count("-- table ") == 2
        await pilot.press("c")
        assert app.clipboard == "demo-wizard --spec shop.yaml"

        await pilot.press("w")
        assert isinstance(app.screen, Save)
        await pilot.press("enter")
        await at_rest(app, pilot)
        (file,) = tmp_path.glob("*-shop.yaml")
        assert screen.reviewed is not None
        assert file.read_text() == screen.reviewed.spec

        await pilot.press("w", "enter")
        await at_rest(app, pilot)
        assert "exists already" in text(app.screen, "#problem")
        await pilot.press("tab", "space", "shift+tab", "enter")  # without the day
        await at_rest(app, pilot)
        assert front(app) is screen
        assert "as_of" not in parse(file.read_text()).model_fields_set

        await pilot.press("p")
        app.screen.query_one(Input).value = str(tmp_path / "no" / "plan.json")
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert "cannot be written" in text(app.screen, "#problem")
        app.screen.query_one(Input).value = str(tmp_path / "plan.json")
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert json.loads((tmp_path / "plan.json").read_text())["hash"] == screen.reviewed.hash


def test_sql_is_highlighted_and_folded_without_a_change() -> None:
    sql = "SELECT 'über 日本' AS `name`,\n  1 -- a remark\nFROM t"
    lines = highlighted(sql)
    assert ("SELECT", "$primary") in lines[0]
    assert "".join("".join(text for text, _ in line) for line in folded(lines, 8)) == sql.replace("\n", "")
    assert all(sum(cell_len(text) for text, _ in line) <= 8 for line in folded(lines, 8))
    assert len(folded(highlighted("ab\n\ncd"), 8)) == 3


async def test_what_is_missing_is_said_with_its_grant_and_y_copies_the_letter(wizard_app: Apps) -> None:
    sql = "GRANT CREATE CATALOG ON METASTORE TO `me`"
    need = Need("catalog:c", "the catalog c", "missing", "the catalog c is not there", owner="ada", sql=sql)
    found = Preflight("c.s", "sandbox", "http://127.0.0.1:1", "me", (need,))
    with pytest.raises(MissingError) as raised:
        found.require()
    with pytest.raises(MissingError) as travelled:
        opened(refused(raised.value))
    app = wizard_app(FakeDesk({MakePlan: travelled.value}))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_review(app, pilot)
        for words in ("the catalog c is not there", f"{sql};", "y: copy it as an e-mail"):
            assert words in text(screen, "#waiting")
        await pilot.press("y")
        await pilot.pause()
        assert app.clipboard == found.email()
