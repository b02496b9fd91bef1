"""The run screen: what a person sees of a run, and what can be done to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.events import AppBlur
from textual.pilot import Pilot
from textual.widgets import Button

from screens.app import DemoWizard
from screens.modals.confirm import Confirm
from screens.run import RunScreen, acting
from screens.run.log import LogLines
from screens.run.steps import StepList
from screens.run.tasks import TaskList
from screens.welcome import WelcomeScreen
from tests.eventually import eventually
from tests.run import fake
from tests.screens.acts import DEMO, PLAN, Act, step
from wizard.plan.model import Action, Plan
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import (
    LinkOffered,
    RunNoted,
    StepFinished,
    StepNoted,
    StepProgress,
    StepSkipped,
    StepStarted,
    TaskChanged,
)
from wizard.run.locks import Lock
from wizard.run.start import is_alive, launch

MakeApp = Callable[..., DemoWizard]


@pytest.fixture
def act(tmp_path: Path) -> Iterator[Act]:
    made = Act.begin(tmp_path)
    yield made
    made.vanish()


@pytest.fixture(autouse=True)
def results(monkeypatch: pytest.MonkeyPatch) -> list[RunDirectory]:
    """Whose results were asked for."""
    shown: list[RunDirectory] = []
    monkeypatch.setattr(DemoWizard, "show_results", lambda _, run: shown.append(run))
    return shown


def text(app: DemoWizard) -> str:
    """Everything on the screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def until(pilot: Pilot[Any], *words: str) -> None:
    """Wait until all of these are on the screen."""
    app = pilot.app
    assert isinstance(app, DemoWizard)
    for _ in range(800):
        await pilot.pause(0.01)
        if all(word in text(app) for word in words):
            return
    raise AssertionError(f"{words} did not come up, with {app.focused} in focus, on:\n{text(app)}")


def buttons(app: DemoWizard) -> list[str]:
    """The labels of the bar, each of which has to be on the screen as a whole."""
    found = [button for button in app.screen.query(Button) if button.display]
    assert all(app.screen.region.contains_region(button.region) for button in found)
    assert all(button.region.width >= len(str(button.label)) for button in found)
    return [str(button.label) for button in found]


def work(act: Act) -> None:
    """Some of it is done, some of it goes on."""
    act.say(
        StepStarted("table:orders"), StepFinished("table:orders", "succeeded", 0.2, "created"),
        StepStarted("job:refresh"), StepNoted("job:refresh", "uploads two files"),
        StepStarted("data:orders"), StepProgress("data:orders", 600, 1000, "rows", 200.0),
    )  # fmt: skip


async def test_a_run_is_shown_while_it_happens(act: Act, wizard_app: MakeApp, results: list[RunDirectory]) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run, 1)
        await until(pilot, "Corner shop", "0/5 steps", "• waiting table orders")
        work(act)
        await until(pilot, "▶ running, 2 steps at work", "1/5 steps", "60% 600/1,000 rows 200/s", "uploads two files")
        assert "2.0 s left" in text(app)  # of the step under the cursor, and of the run
        assert buttons(app) == ["Leave it running", "Cancel"]
        await pilot.press("down")
        await until(pilot, "needs    data orders")
        act.say(StepFinished("data:orders", "succeeded", 2.0, "1,000 rows"), StepStarted("run:refresh"),
                TaskChanged("run:refresh", "load", "RUNNING", 0.1, "> INSERT\nrows: 12"),
                LinkOffered("run:refresh", "job run", "http://127.0.0.1:1/jobs/7"))
        await pilot.press("2")
        await until(pilot, "▶ load 0.", "──▶ • check", "rows: 12")
        await pilot.press("down")
        await until(pilot, "check  after load", "It has said nothing yet.")
        await pilot.press("3")
        await until(pilot, "up to 2", "table orders", "run refresh", "▶   load")
        act.say(StepFinished("job:refresh", "succeeded", 1.0), StepFinished("run:refresh", "succeeded", 1.0))
        act.end()
        await until(pilot, "✔ Corner shop is ready.", "Enter: see what was made")
        assert buttons(app) == ["Back", "Results"]
        await pilot.press("enter")
        assert results == [act.run]
        await pilot.press("escape")
        assert isinstance(app.screen, WelcomeScreen)


async def test_wide_screens_have_the_steps_beside_the_rest(act: Act, wizard_app: MakeApp) -> None:
    app = wizard_app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.watch_run(act.run)
        work(act)
        await until(pilot, "▶ running data orders", "3 Timeline", "at work", "4 Log")
        assert "1 Steps" not in text(app)
        await pilot.click("#strip-right", offset=(24, 0))
        await until(pilot, "S002 data:orders: 600 of 1,000 rows", "▶ running data orders")
        await pilot.resize_terminal(60, 20)
        await until(pilot, "▸4 Log", "8/8 Run")
        assert buttons(app) == ["Leave it running", "Cancel"]
        await pilot.press("1")
        await until(pilot, "▸1 Steps", "▶ running data orders")


async def test_the_log_is_filtered_while_one_types_and_stands_still_while_one_reads(
    act: Act, wizard_app: MakeApp
) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run)
        act.say(*(RunNoted(f"note {number}") for number in range(60)))
        await pilot.press("4")
        await until(pilot, "R002 note 59", "62 lines")
        await pilot.press("home")
        await until(pilot, "R001", "paused")
        act.say(RunNoted("the latest"))
        await until(pilot, "63 lines")
        assert "R002 the latest" not in text(app)
        await pilot.press("end", "slash", *"LAT")
        await until(pilot, "R002 the latest", "1 of 63")
        assert "R002 note" not in text(app)
        await pilot.press("escape")
        await until(pilot, "R002 note 59", "63 lines")
        await pilot.press("escape")
        assert isinstance(app.focused, LogLines)
        assert isinstance(app.screen, RunScreen)


async def test_a_failure_says_what_why_and_what_to_do(act: Act, wizard_app: MakeApp) -> None:
    grant = "GRANT SELECT ON TABLE `c`.`s`.`orders` TO `ana@example.com`;"
    app = wizard_app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.watch_run(act.run)
        work(act)
        await until(pilot, "at work")
        await pilot.press("ctrl+q")
        app.post_message(AppBlur())
        act.say(StepFinished("data:orders", "failed", 1.0, "[b]You[/b] may not read it.", grant),
                StepSkipped("run:refresh", "needs data orders, which did not succeed", "blocked"))
        act.end("failed", "data orders: You may not read it.", grant)
        await until(pilot, "Corner shop is not ready.")  # a toast, for the question is in front
        await pilot.press("escape")
        await until(pilot, "✖ data orders failed.", "[b]You[/b] may not read it.", grant, "1 blocked", "Try again")
        assert buttons(app) == ["Back", "Skip step", "Try again"]
        await pilot.press("y")
        assert app.clipboard == f"data orders: [b]You[/b] may not read it.\n{grant}"
        await pilot.press("l")
        assert app.clipboard == "http://127.0.0.1:1"
        await pilot.resize_terminal(60, 20)
        await until(pilot, "✖ data orders failed.")
        assert buttons(app) == ["Back", "Skip step", "Try again"]


async def test_a_runner_that_was_killed_can_be_followed_by_another(act: Act, wizard_app: MakeApp) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run)
        work(act)
        await until(pilot, "2 steps at work")
        act.vanish()
        await until(pilot, "✖ The run failed.", "The runner is gone", "■ stopped data orders")


async def test_cancelling_is_acknowledged_at_once_and_a_second_press_leaves(
    act: Act, wizard_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = threading.Event()
    monkeypatch.setattr(acting, "cancel", lambda _run: hanging.wait(5))
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run)
        work(act)
        await until(pilot, "at work")
        await pilot.press("c")
        assert "■ cancelling…" in text(app)  # whatever becomes of asking
        assert buttons(app) == ["Leave"]
        await pilot.press("c")
        assert isinstance(app.screen, WelcomeScreen)
        assert is_alive(act.run)
        hanging.set()


async def test_leaving_lets_the_run_go_on_and_leaving_the_app_asks(act: Act, wizard_app: MakeApp) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run)
        await until(pilot, "0/5 steps")
        await pilot.press("escape")
        assert isinstance(app.screen, WelcomeScreen)
        app.watch_run(act.run)
        await until(pilot, "0/5 steps")
        await pilot.press("ctrl+q")
        await until(pilot, "The run is still at work.", "Keep it running", "Cancel the run", "Stay")
        await pilot.press("escape")
        assert app.is_running
        await pilot.press("ctrl+q", "right", "enter")
        eventually(act.run.is_cancel_requested, "the run to be asked to stop")
    assert app.return_code == 0


async def test_a_run_of_somebody_else_is_cancelled_after_a_question(act: Act, wizard_app: MakeApp) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run, owner=False)
        await until(pilot, "0/5 steps")
        await pilot.press("c", "enter")  # the harmless answer
        await pilot.pause()
        assert not act.run.is_cancel_requested()
        await pilot.press("c")
        assert isinstance(app.screen, Confirm)
        await pilot.click("#cancel")
        await until(pilot, "cancelling…")
        eventually(act.run.is_cancel_requested, "the run to be asked to stop")
        act.end("cancelled")
        await until(pilot, "■ The run was stopped.", "Try again")


async def test_a_plan_that_changes_something_waits_for_a_yes(wizard_app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "plan").write_text(Plan("c.s", "nowhere", "", (
        fake.step("table:old", action=Action.DELETE), fake.step("table:new", "table:old"))).to_json())
    run = RunDirectory.create(tmp_path / "runs", Request("c.s", "nowhere", approval=True), spec="plan")
    started = launch(run, fake.RUNNER)
    app = wizard_app(runner=fake.RUNNER)
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(run, started.attempt)
        await until(pilot, "The plan changes what is there.", "1 to delete", "deletes  table old", "a: approve")
        assert buttons(app) == ["Leave it waiting", "Stop", "Approve"]
        await pilot.press("enter")  # says nothing here: a yes has a key of its own
        await pilot.press("a")
        await until(pilot, "is ready.", "2/2 steps")
    assert eventually(lambda: not is_alive(run), "the runner to be gone")


async def test_what_failed_is_skipped_and_what_was_cancelled_goes_on(wizard_app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "plan").write_text(fake.plan(
        fake.step("table:a", do="fail"), fake.step("view:b", "table:a", do="gate", file="gate")).to_json())
    run = RunDirectory.create(tmp_path / "runs", Request("c.s", "nowhere", title="Gate"), spec="plan")
    started = launch(run, fake.RUNNER)
    app = wizard_app(runner=fake.RUNNER)
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(run, started.attempt)
        await until(pilot, "✖ table a failed.", "It broke: token=***", "Mend it.")
        await pilot.press("s")
        await until(pilot, "attempt 2", "○ skipped table a", "▶ running view b")
        await pilot.press("c")
        await until(pilot, "■ The run was stopped.")
        (tmp_path / "gate").touch()
        await pilot.click("#retry")
        await until(pilot, "attempt 3", "✔ Gate is ready.", "○ skipped table a")
    assert eventually(lambda: not is_alive(run), "the runner to be gone")


async def test_what_cannot_be_resumed_says_so_where_one_looks(act: Act, wizard_app: MakeApp) -> None:
    act.end("failed", "It broke.")
    other = Act.begin(act.run.path.parent.parent, quiet=True)
    app = wizard_app(runner=fake.RUNNER)
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run)
        await until(pilot, "It broke.")
        act.attempt(2)  # somebody was faster
        await pilot.press("r")
        await until(pilot, "is still at work.")
    other.vanish()


async def test_a_run_that_cannot_be_read_says_so(act: Act, wizard_app: MakeApp) -> None:
    (act.run.path / "run.json").write_text("{")
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run)
        await until(pilot, "The run cannot be read", "It lies in")


async def test_a_new_attempt_is_not_taken_for_the_one_before(act: Act, wizard_app: MakeApp) -> None:
    work(act)
    act.end("failed", "It broke.")
    silent = Lock.take(act.run.lock)  # a runner that has not spoken yet
    assert silent is not None
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run, 2)
        await until(pilot, "▶ starting", "1/5 steps")
        assert buttons(app) == ["Leave it running", "Cancel"]
        silent.release()
        await until(pilot, "The runner did not start.")


async def test_a_replay_has_speeds_and_a_pause_and_nothing_to_cancel(act: Act, wizard_app: MakeApp) -> None:
    work(act)
    act.end("failed", "It broke.")
    act.stretch(1.0)
    app = wizard_app()
    async with app.run_test(size=(60, 20)) as pilot:
        app.watch_run(act.run, speed=0.5)
        await until(pilot, "replay \N{MULTIPLICATION SIGN}0.5")
        await pilot.press("space")
        await until(pilot, "paused")
        assert buttons(app) == ["Back", "-", "On", "+"]
        await pilot.press("c")
        assert "cancelling" not in text(app)
        await pilot.press("space", *(["plus"] * 6))
        await until(pilot, "replay all at once", "✖ The run failed.", "It broke.", "Enter: play it again")
        assert await app.screen.may_leave()  # type: ignore[attr-defined]
        await pilot.press("minus", "enter")
        await until(pilot, "replay \N{MULTIPLICATION SIGN}50", "✖ The run failed.")


async def test_steps_at_work_stay_in_sight_until_somebody_looks_around(tmp_path: Path, wizard_app: MakeApp) -> None:
    many = Plan(DEMO, "sandbox", "", tuple(step(f"table:t{number:02}") for number in range(80)))
    act = Act.begin(tmp_path, many)
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.watch_run(act.run)
        act.say(*(StepStarted(one.key) for one in many.steps[:75]),
                *(StepFinished(one.key, "succeeded", 0.1) for one in many.steps[1:74]))
        await until(pilot, "▶ running table t00", "✔ 73 steps done", "▶ running table t74")
        await pilot.press("home", "pagedown")
        await until(pilot, "✔ done    table t08")
        assert "steps done" not in text(app)
        await pilot.press("f")
        await until(pilot, "▶ running table t00", "✔ 73 steps done", "▶ running table t74")
        assert app.screen.query_one(StepList).following
        assert not app.screen.query_one(TaskList).rows
    act.vanish()


def test_the_plan_of_these_tests_is_in_order() -> None:
    from wizard.run.execute import check

    check(PLAN.steps)
