"""The first screen: what it offers, and what becomes of what is taken."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from screens import memory
from screens.app import DemoWizard
from screens.modals.confirm import Confirm
from screens.target import TargetScreen
from screens.welcome import WelcomeScreen, entries
from screens.welcome.opening import OpenSpec, matching
from screens.widgets.picks import Picks
from tests.screens.runs import leave_run
from tests.screens.seen import screen_text, text_of, until
from wizard.run import locks
from wizard.run.directory import RunDirectory
from wizard.spec.choices import Choices

MakeApp = Callable[..., DemoWizard]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Which runs the app was asked to show, and how; it shows none."""
    found: list[tuple[str, str]] = []

    def watch_run(_: DemoWizard, run: RunDirectory, attempt: int = 0, *, owner: bool = True) -> None:
        found.append((f"own attempt {attempt}" if owner else "watch", run.id))

    monkeypatch.setattr(DemoWizard, "watch_run", watch_run)
    monkeypatch.setattr(DemoWizard, "show_results", lambda _, run: found.append(("results", run.id)))
    return found


def picks(app: DemoWizard) -> Picks:
    return app.screen.query_one("#offers", Picks)


def hint(app: DemoWizard) -> str:
    return text_of(app.screen.query_one("#hint"))


def filled(app: DemoWizard) -> Callable[[], bool]:
    return lambda: isinstance(app.screen, WelcomeScreen) and app.screen._filled


async def test_a_run_that_stopped_is_gone_on_with(
    wizard_app: MakeApp, told: list[tuple[str, str]], home: Path
) -> None:
    run = leave_run(home, status="cancelled")
    app = wizard_app(runner=(sys.executable, "-c", "pass"))
    async with app.run_test() as pilot:
        await until(pilot, filled(app))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: told == [("own attempt 2", run.id)])


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_new_demo_is_offered_first_and_enter_begins_it(wizard_app: MakeApp, size: tuple[int, int]) -> None:
    app = wizard_app()
    async with app.run_test(size=size) as pilot:
        assert "New demo" in screen_text(app)
        assert hint(app) == "Enter: begin a demo"
        footer = screen_text(app).splitlines()[-1]
        assert all(key in footer for key in ("n New", "o Open", "^q Quit", "^p Commands"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TargetScreen))
        assert (app.choices.source, app.target) == ("retail", "sandbox")


async def test_runs_and_choices_left_behind_are_offered(
    wizard_app: MakeApp, told: list[tuple[str, str]], home: Path
) -> None:
    done = leave_run(home, target="field")
    failed = leave_run(home, status="failed")
    memory.remember(Choices.of("retail").put("brand.company", "[b]Böhm[/b]").put("seed", 7), "field", "story")
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, filled(app))
        shown = screen_text(app)
        for said in ("Continue: retail for [b]Böhm[/b]", "2 choices, at Story", "✖ failed  Corner shop", "✔ done"):
            assert said in shown
        assert picks(app).looked_at == entries.NEW
        await pilot.press("down", "down", "down")
        assert hint(app) == "Enter: go on where it stopped · d: discard it"
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("enter")
        await until(pilot, filled(app))
        assert not failed.is_discarded(1), "Enter without reading is the harmless answer"
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("left", "enter")
        await until(pilot, lambda: filled(app)() and "failed" not in screen_text(app))
        assert failed.is_discarded(1)
        await pilot.press("end")
        assert hint(app) == "Enter: open its results · m: make it again"
        await pilot.press("enter")
        await until(pilot, lambda: told == [("results", done.id)])
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, TargetScreen))
        assert (app.choices.source.endswith("spec.yaml"), app.target) == (True, "field")


async def test_a_run_that_is_going_on_is_offered_first(
    wizard_app: MakeApp, told: list[tuple[str, str]], home: Path
) -> None:
    run = leave_run(home, status="failed")
    lock = locks.Lock.take(run.lock)
    assert lock is not None
    app = wizard_app()
    async with app.run_test() as pilot:
        await until(pilot, filled(app))
        assert "A run is going on" in screen_text(app)
        assert (picks(app).looked_at, hint(app)) == (run.id, "Enter: watch it")
        await pilot.press("enter")
        await until(pilot, lambda: told == [("watch", run.id)])
    lock.release()


async def test_one_goes_on_with_what_was_chosen_or_discards_it(wizard_app: MakeApp) -> None:
    choices = Choices.of("retail").put("seed", 7)
    memory.remember(choices, "field", "industry")
    app = wizard_app()
    async with app.run_test() as pilot:
        await until(pilot, filled(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: not isinstance(app.screen, WelcomeScreen))
        assert (app.choices, app.target) == (choices, "field")
        app.pop_screen()
        await until(pilot, filled(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("left", "enter")
        await until(pilot, lambda: memory.recall() is None)


async def test_a_spec_is_opened_or_its_problems_are_told_with_their_lines(wizard_app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(Choices.of("retail").text)
    (tmp_path / "bad.yaml").write_text(Choices.of("retail").text.replace("seed: 42", "seed: '[b]'"))
    (tmp_path / "notes.txt").write_text("")
    app = wizard_app()
    async with app.run_test() as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, OpenSpec))
        field, files = app.screen.query_one(Input), app.screen.query_one(OptionList)
        field.value = f"{tmp_path}/"
        await until(pilot, lambda: f"{tmp_path}/bad.yaml" in [option.id for option in files.options])
        assert not any("notes" in (option.id or "") for option in files.options)
        field.value = f"{tmp_path}/bad.yaml"
        await pilot.press("enter")
        await until(pilot, lambda: "✖ line 14   seed" in screen_text(app))
        field.value = "~nobody/'; DROP TABLE"
        await pilot.press("enter")
        await until(pilot, lambda: "no such file" in screen_text(app))
        field.value = f"{tmp_path}/mine"
        await until(pilot, lambda: files.option_count == 1)
        files.focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TargetScreen))
        assert app.choices.source == f"{tmp_path}/mine.yaml"


def test_files_are_offered_as_they_were_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("b.yaml", "a.yml", "a.txt", ".hidden.yaml"):
        (tmp_path / name).touch()
    (tmp_path / "sub").mkdir()
    assert matching("") == ["a.yml", "b.yaml", "sub/"]
    assert matching("~/b") == ["~/b.yaml"]
    assert matching(".h") == [".hidden.yaml"]
    assert matching("nowhere/x") == []
    assert matching("\0") == []


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = "import sys, screens.app, screens.welcome; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"pydantic", "ruamel.yaml", "databricks", "pyarrow", "pandas", "sqlglot", "wizard.spec.model"}
    assert not heavy & set(loaded)
