"""The results: what a run left is there without its target, which is asked in the background."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandList
from textual.widgets import DataTable, TabbedContent

from screens.app import DemoWizard
from screens.modals.confirm import Confirm
from screens.results import ResultsScreen
from screens.results.charts import picture
from screens.widgets.chooser import Chooser
from tests.screens.fakes import FakeDesk
from tests.screens.looking import at_rest, front, text
from tests.screens.runs import leave_run
from tests.steps.shop import DEMO
from wizard.desk.questions import AskDemo, Chart, CheckReady, Remove
from wizard.errors import PreflightError
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import RunFinished, RunStarted
from wizard.run.journal import Journal
from wizard.spec import parse
from wizard.steps.proof import Proved
from wizard.steps.readiness import Difference, Glance, Readiness
from wizard.steps.removal import Item, Outcome, Removal

Apps = Callable[..., DemoWizard]
FRESH = (
    Chart("regions", "insight", "Which region sells most?", "bar", ("region", "revenue"),
          (("North", 6400.5), ("South", 3200.25)), 0.04, "SELECT fresh"),
    Chart("revenue_by_region", "view", "One row a region.", "table", ("region", "revenue"), (("North", 6400.5),), 0.02,
          "SELECT * FROM v"),
)  # fmt: skip
GONE = PreflightError(f"The demo {DEMO} is not on sandbox.", "Make it first.")


async def opened(app: DemoWizard, pilot: Any, run: RunDirectory) -> ResultsScreen:
    screen = ResultsScreen(run)
    await app.push_screen(screen)
    while screen.found is None and not text(screen, "#said"):
        await pilot.pause()
    await pilot.pause()
    return screen


def drawn(chart: str, columns: tuple[str, ...], *rows: tuple[Any, ...], width: int = 40,
          measures: tuple[str, ...] = ()) -> list[str]:
    made = Chart("c", "insight", "?", chart, columns, rows, 0.1, "SELECT 1")
    return picture(made, width, measures).plain.splitlines()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_a_run_tells_its_story_without_its_target(wizard_app: Apps, home: Path, size: Any) -> None:
    app = wizard_app()
    async with app.run_test(size=size) as pilot:
        screen = await opened(app, pilot, leave_run(home))
        assert "✔ Corner shop is ready" in text(screen, "#headline")
        assert "4,000 rows" in text(screen, "#headline")
        lines = [str(option.prompt) for option in screen.query_one(Chooser).options]
        assert lines == ["✔ proved   How many sales are there?", "✔ proved   Which region sells most?",
                         "○ skipped  What did the road works cost?"]
        told = text(screen, "#told")
        for words in ("expected sales is 2000", "found sales 2000", "There are 2000 sales at 5.01 on average.",
                      "Open the SQL editor.", "price  5.01", "as answered in run", "AVG(amount) AS price"):
            assert words in told
        assert "asking the demo for fresh answers" in text(screen, "#said")
        await pilot.press("down", "y")
        assert app.clipboard.startswith("SELECT\n  region")
        assert "North" in text(screen, "#told")
        assert "█" in text(screen, "#told")
        for name in ("#actions", "#answer", "Footer"):
            assert screen.region.contains_region(screen.query_one(name).region)

        await pilot.press("2")
        for words in ("2 tables  2 created, 4,000 rows written", "✔ created  stores", "2,000 rows",
                      "http://127.0.0.1:1/jobs/7", "story.json"):
            assert words in text(screen, "#objects")
        await pilot.press("3")
        matrix = screen.query_one("#matrix", DataTable)
        assert [str(column.label) for column in matrix.columns.values()] == ["object", "analysts", "ana@example.com"]
        assert [[str(cell) for cell in matrix.get_row_at(n)] for n in range(2)] == [
            ["catalog shop_demo", "✔ USE CATALOG", "• not asked"], ["table stores", "✔ SELECT", "✖ nothing"]]
        assert "2 of 3 as wanted" in text(screen, "#granted")


async def test_fresh_answers_and_views_come_when_the_target_has_answered(wizard_app: Apps, home: Path) -> None:
    desk = FakeDesk({AskDemo: FRESH})
    app = wizard_app(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot, leave_run(home))
        await at_rest(app, pilot)
        (asked,) = desk.asked
        assert isinstance(asked, AskDemo)
        assert (asked.target, parse(asked.spec).as_of) == ("sandbox", date(2026, 11, 1))
        assert not screen.query_one("#said").display
        assert "as answered in run" in text(screen, "#told")  # this one was not asked again
        await pilot.press("down")
        assert "6,400.5" in text(screen, "#told")
        assert "asked just now, in 0.04 s" in text(screen, "#told")
        await pilot.press("down", "down")
        assert "One row a region." in text(screen, "#told")
        await pilot.press("y")
        assert app.clipboard == "SELECT * FROM v"


async def test_enter_says_ready_or_not_and_why(wizard_app: Apps, home: Path) -> None:
    proved = Proved("size", "How many sales are there?", "SELECT 1", "sales is 2000", "sales 7", ok=False, say="",
                    click="", chart="number", seconds=0.12)
    found = Readiness(DEMO, "sandbox", date(2026, 11, 1), [], [proved], [Glance("v", 1, 0.03)])
    desk = FakeDesk({AskDemo: FRESH, CheckReady: found})
    app = wizard_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, leave_run(home))
        await at_rest(app, pilot)
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert screen.query_one(TabbedContent).active == "tab-check"
        for words in ("✖ not ready", "0.12 s", "expected sales is 2000; found sales 7", "✔ ready", "view v, 1 row"):
            assert words in text(screen, "#checked")
        desk.answers[CheckReady] = Readiness(DEMO, "sandbox", date(2026, 11, 1), [Difference("sales", "its seed")])
        await pilot.press("k")
        await at_rest(app, pilot)
        assert "demo-wizard --spec shop.yaml" in text(screen, "#checked")
        desk.answers[CheckReady] = GONE
        await pilot.press("3", "enter")
        await at_rest(app, pilot)
        assert "is not on sandbox" in text(screen, "#said")
        assert "Make it first." in text(screen, "#said")


async def test_the_talk_track_is_shown_and_written_and_the_spec_saved(wizard_app: Apps, home: Path, tmp_path: Path,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = wizard_app(FakeDesk({AskDemo: FRESH}))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, leave_run(home))
        await pilot.press("4")
        await at_rest(app, pilot)
        for words in ("Corner shop", "0:15  How many sales are there?", "say    There are 2000 sales", "5,000.50",
                      "AVG(amount) AS price", "Left out"):
            assert words in text(screen, "#track")
        await pilot.press("e", "enter")
        await at_rest(app, pilot)
        assert "# Corner shop" in (tmp_path / "talk" / "talk-track.md").read_text()
        assert (tmp_path / "talk" / "talk-track.html").exists()
        await pilot.press("e", "enter")
        await at_rest(app, pilot)
        assert "are there already" in text(front(app), "#problem")
        await pilot.press("escape", "w", "enter")
        await at_rest(app, pilot)
        (saved,) = tmp_path.glob("*.yaml")
        assert parse(saved.read_text()) == parse((screen.run.spec).read_text())


async def test_removing_says_first_what_goes_and_the_harmless_answer_is_the_default(wizard_app: Apps,
                                                                                   home: Path) -> None:
    def remove(asked: Remove) -> Removal:
        done: Outcome = "would remove" if asked.dry_run else "removed"
        return Removal(DEMO, "sandbox", (Item("table", f"{DEMO}.sales", done), Item("table", f"{DEMO}.stores", done),
                                         Item("catalog", "shop_demo", "left", "it holds schema other")))

    desk = FakeDesk({AskDemo: FRESH, Remove: remove})
    app = wizard_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, leave_run(home))
        await at_rest(app, pilot)
        await pilot.press("x")
        await at_rest(app, pilot)
        assert isinstance(app.screen, Confirm)
        assert "2 tables: sales, stores" in text(app.screen, "#detail")
        assert "it holds schema other" in text(app.screen, "#detail")
        await pilot.press("enter")
        await at_rest(app, pilot)
        assert front(app) is screen
        assert [asked.dry_run for asked in desk.asked if isinstance(asked, Remove)] == [True]
        await pilot.press("x")
        await at_rest(app, pilot)
        await pilot.press("left", "enter")
        await at_rest(app, pilot)
        assert "was removed" in text(screen, "#headline")
        for words in ("2 objects removed, 1 left", f"✔ removed  table {DEMO}.sales", "it holds schema other"):
            assert words in text(screen, "#removal")
        assert screen.query_one(TabbedContent).active == "tab-made"
        assert app.written == 1


async def test_a_run_without_a_spec_or_with_nothing_new_says_what_is_missing(wizard_app: Apps, home: Path) -> None:
    earlier = leave_run(home)
    earlier.path.rename(earlier.path.parent / "20261101-000000-abcd")
    kept = RunDirectory.create(home / "runs", Request(DEMO, "sandbox", title="Corner shop"))
    journal = Journal(kept.events, kept.id)
    journal.write(RunStarted(1, 1, DEMO, "sandbox", "Corner shop"))
    journal.close(RunFinished("succeeded", 0, 1.0))
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, kept)
        assert "as answered in run 20261101-000000-abcd" in text(screen, "#told")
        assert "read back in run 20261101-000000-abcd" in text(screen, "#granted")
        for key in ("enter", "w", "e", "x"):
            await pilot.press(key)
            await at_rest(app, pilot)
            assert "made from a saved plan" in text(screen, "#said")
        assert front(app) is screen


async def test_watch_again_back_and_a_new_demo(wizard_app: Apps, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[tuple[RunDirectory, bool, float]] = []
    monkeypatch.setattr(DemoWizard, "watch_run",
                        lambda _, run, *, owner, speed: watched.append((run, owner, speed)))
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        first = front(app)
        run = leave_run(home, status="failed")
        screen = await opened(app, pilot, run)
        assert "✖ Corner shop is not ready" in text(screen, "#headline")
        assert app.desk.asked == []  # type: ignore[attr-defined]
        await pilot.press("ctrl+p", *"watch ag")
        while not front(app).query_one(CommandList).option_count:
            await pilot.pause()
        await pilot.press("down", "enter")
        await at_rest(app, pilot)
        assert watched == [(run, False, 5.0)]
        await pilot.press("escape")
        assert front(app) is first
        await opened(app, pilot, run)
        await opened(app, pilot, run)
        await pilot.press("n")
        await pilot.pause()
        assert front(app) is first


def test_bars_have_their_numbers_and_the_column_of_the_answer_key() -> None:
    lines = drawn("bar", ("region", "tier", "n", "revenue"), ("North", "Gold", 3, 100.0), ("South", "Gold", 9, -50.0),
                  measures=("revenue",))
    assert lines[0] == "revenue by region"
    assert lines[1].startswith("North, Gold  100  ")
    assert lines[2].startswith("South, Gold  -50  ")
    assert (lines[1].count("█"), lines[2].count("█")) == (22, 11)
    assert drawn("bar", ("region", "n"), *((f"r{n}", n) for n in range(20)))[-1] == "and 8 more rows"


def test_lines_are_columns_with_the_ends_and_the_extremes_in_words() -> None:
    lines = drawn("line", ("day", "sales"), *((f"2026-11-{n:02}", n * 1000) for n in range(1, 31)), width=20)
    assert lines[0] == "sales"
    assert len(lines[1]) == 20
    assert "█" in lines[1]
    assert [line.split() for line in lines[5:]] == [
        ["first", "1000", "2026-11-01"], ["lowest", "1000", "2026-11-01"], ["highest", "30,000", "2026-11-30"],
        ["last", "30,000", "2026-11-30"]]


def test_tables_are_cut_to_their_width_and_say_so_and_figures_are_figures() -> None:
    lines = drawn("table", ("year", "name", "long"), *((2026, "x" * 40, "y" * 40) for _ in range(12)), width=40)
    assert lines[0].startswith("year  name")
    assert lines[1].startswith("2026  xxx")
    assert lines[-2:] == ["and 1 more column", "and 2 more rows"]
    assert all(len(line) <= 40 for line in lines)
    assert drawn("number", ("share", "n"), (0.25, None)) == ["share  0.25", "n      "]
    assert drawn("bar", ("n",)) == ["no rows"]
