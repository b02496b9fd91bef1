"""Runs in a process of their own: killed, stopped, resumed and followed."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.run.fake import RUNNER, plan, step
from wizard.errors import UsageError, WizardError
from wizard.plan.model import Action, Plan
from wizard.run import journal, start
from wizard.run.attach import follow
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import CancelRequested, Event, PlanReady, RunFinished, RunStarted, StepSkipped, StepStarted
from wizard.run.runner import needs_a_yes
from wizard.run.start import Started

SLACK = 1.0
"""Seconds that a machine with other work to do may add to what is promised."""


class Demo:
    """Runs of a fake demo under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[Started] = []

    def begin(self, plan: Plan, target: str = "nowhere", *, approval: bool = False) -> Started:
        (self.folder / "plan").write_text(plan.to_json())
        run = RunDirectory.create(self.folder / "runs", Request(plan.demo, target, approval=approval), spec="plan")
        return self.note(start.launch(run, RUNNER))

    def resume(self, started: Started, *skip: str) -> Started:
        return self.note(start.resume(started.run, RUNNER, skip))

    def note(self, started: Started) -> Started:
        self.started.append(started)
        return started

    @property
    def marks(self) -> Counter[str]:
        """How often each step was applied."""
        path = self.folder / "marks"
        return Counter(path.read_text().split() if path.exists() else [])


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    made = Demo(tmp_path)
    yield made
    for started in made.started:
        if start.is_alive(started.run):
            os.kill(started.pid, signal.SIGKILL)
            eventually(lambda s=started: not start.is_alive(s.run), "the runner to be gone")  # type: ignore[misc]
        with suppress(ChildProcessError):
            os.waitpid(started.pid, 0)


def events(started: Started) -> list[Event]:
    return [record.event for record in follow(started.run, started.attempt) if record is not None]


def end(started: Started) -> RunFinished:
    last = events(started)[-1]
    assert isinstance(last, RunFinished)
    return last


def until_started(started: Started, *keys: str) -> None:
    def at_work() -> bool:
        found = {r.event.step for r in journal.records(started.run.events) if isinstance(r.event, StepStarted)}
        return found >= set(keys)

    eventually(at_work, f"{keys} to start")


def test_a_run_plans_applies_and_ends_with_run_finished(demo: Demo) -> None:
    started = demo.begin(plan(step("schema:s"), step("data:t", "schema:s", do="rows")))
    found = events(started)
    assert isinstance(found[0], RunStarted)
    assert (found[0].attempt, found[0].pid) == (1, started.pid)
    assert found[-1] == RunFinished("succeeded", 0, found[-1].seconds, counts={"succeeded": 2})  # type: ignore[attr-defined]
    assert Plan.from_json(started.run.plan.read_text()).steps[0].key == "schema:s"
    ready = next(event for event in found if isinstance(event, PlanReady))
    assert set(ready.expected) == {"schema:s", "data:t"}
    eventually(lambda: not start.is_alive(started.run), "the runner to leave")


@pytest.mark.parametrize(("do", "code", "words"), [
    ("fail", 1, "view v: It broke: token=***"), ("bad-data", 4, "2 rows are bad"), ("crash", 1, "ZeroDivisionError"),
])
def test_a_failed_step_decides_the_exit_code(demo: Demo, do: str, code: int, words: str) -> None:
    started = demo.begin(plan(step("view:v", do=do), step("grant:g", "view:v")))
    last = end(started)
    assert (last.status, last.exit_code) == ("failed", code)
    assert words in last.detail
    assert "verysecret" not in started.run.log.read_text() + started.run.events.read_text()
    assert "Traceback" in started.run.log.read_text()


def test_a_target_out_of_reach_ends_the_run_with_its_reason(demo: Demo) -> None:
    last = end(demo.begin(plan(step("schema:s")), target="broken"))
    assert (last.exit_code, last.detail, last.hint) == (1, "The workspace cannot be reached.", "Check the network.")


def test_kill_and_resume_does_nothing_twice_that_was_done(demo: Demo) -> None:
    gate = step("data:t", "schema:s", do="gate", file="gate")
    started = demo.begin(plan(step("schema:s"), gate, step("view:v", "data:t")))
    eventually(lambda: demo.marks["data:t"], "the step to be at work")
    os.kill(started.pid, signal.SIGKILL)
    last = end(started)
    assert (last.status, last.exit_code) == ("failed", 1)
    assert "resume" in last.hint
    with started.run.events.open("a") as torn:
        torn.write('{"ts":"2026')
    (demo.folder / "gate").touch()
    again = demo.resume(started)
    found = events(again)
    assert isinstance(found[0], RunStarted)
    assert found[0].attempt == again.attempt == 2
    assert [e.step for e in found if isinstance(e, StepSkipped) and e.cause == "done"] == ["schema:s"]
    assert found[-1].status == "succeeded"  # type: ignore[attr-defined]
    assert demo.marks == {"schema:s": 1, "data:t": 2, "view:v": 1}


def test_what_a_step_saved_is_there_after_a_resume(demo: Demo) -> None:
    started = demo.begin(plan(step("run:j", do="once")))
    assert end(started).status == "failed"
    assert end(demo.resume(started)).status == "succeeded"
    with pytest.raises(UsageError, match="nothing to resume"):
        start.resume(started.run, RUNNER)


def test_a_failed_step_can_be_skipped_and_the_rest_is_done(demo: Demo) -> None:
    quality = step("quality:all", "schema:s", do="fail")
    started = demo.begin(plan(step("schema:s"), quality, step("view:v", "quality:all")))
    assert end(started).counts == {"succeeded": 1, "failed": 1, "blocked": 1}
    with pytest.raises(UsageError, match="quality:checks is not a step"):
        demo.resume(started, "quality all", "quality:checks")
    assert not started.run.skipped()
    last = end(demo.resume(started, "quality all"))
    assert (last.status, last.exit_code) == ("succeeded", 0)
    assert last.counts == {"done": 1, "skipped": 1, "succeeded": 1}
    assert last.detail == "skipped on request: quality all"
    assert demo.marks == {"schema:s": 1, "quality:all": 1, "view:v": 1}


def test_what_is_skipped_stays_skipped_after_a_kill(demo: Demo) -> None:
    gate = step("view:v", "data:t", do="gate", file="gate")
    started = demo.begin(plan(step("data:t", do="wait"), gate))
    eventually(lambda: demo.marks["data:t"], "data:t to be at work")
    os.kill(started.pid, signal.SIGKILL)
    end(started)
    again = demo.resume(started, "data:t")
    eventually(lambda: demo.marks["view:v"], "view:v to be at work")
    os.kill(again.pid, signal.SIGKILL)
    end(again)
    (demo.folder / "gate").touch()
    found = events(demo.resume(started))
    assert StepSkipped("data:t", "skipped on request", "skipped") in found
    assert found[-1].detail == "skipped on request: data t"  # type: ignore[attr-defined]
    assert demo.marks == {"data:t": 1, "view:v": 2}


def test_a_step_that_is_being_done_cannot_be_skipped(demo: Demo) -> None:
    started = demo.begin(plan(step("schema:s"), step("data:t", do="wait"), step("view:v", "data:t")))
    until_started(started, "data:t")
    with pytest.raises(UsageError, match="being done"):
        started.run.skip(["data:t"])
    assert started.run.skip(["view:v"]) == {"view:v"}
    with pytest.raises(UsageError, match="still at work"):
        demo.resume(started, "view:v")


@pytest.mark.parametrize("how", ["request", "signal"])
def test_cancel_ends_within_a_second_whatever_a_step_does(demo: Demo, how: str) -> None:
    steps = step("data:hears", do="wait"), step("data:hangs", do="hang"), step("view:v", "data:hangs")
    started = demo.begin(plan(*steps))
    until_started(started, "data:hears", "data:hangs")
    began = time.monotonic()
    if how == "request":
        start.cancel(started.run)
    else:
        os.kill(started.pid, signal.SIGTERM)
    found = events(started)
    assert time.monotonic() - began < 1.0 + SLACK
    assert CancelRequested() in found
    assert (found[-1].status, found[-1].exit_code) == ("cancelled", 130)  # type: ignore[attr-defined]
    eventually(lambda: not start.is_alive(started.run), "the runner to leave", 1.0)
    assert not start.cancel(started.run)


def test_cancel_ends_a_connection_that_hangs(demo: Demo) -> None:
    started = demo.begin(plan(step("schema:s")), target="hanging")
    eventually(lambda: len(journal.records(started.run.events)) > 2, "the runner to connect")
    start.cancel(started.run)
    assert end(started).exit_code == 130


def test_a_resume_after_a_cancel_waits_for_the_old_runner(demo: Demo) -> None:
    started = demo.begin(plan(step("data:t", do="gate", file="gate")))
    until_started(started, "data:t")
    start.cancel(started.run)
    again = demo.resume(started)
    (demo.folder / "gate").touch()
    assert end(again).status == "succeeded"


def test_a_second_run_of_the_same_demo_is_refused_and_told_by_whom(demo: Demo) -> None:
    first = demo.begin(plan(step("data:t", do="wait")))
    with pytest.raises(WizardError) as caught:
        demo.begin(plan(step("data:t")))
    assert f"run {first.run.id} (process {first.pid}, since 20" in caught.value.message
    with pytest.raises(WizardError, match=first.run.id):
        start.refuse_if_busy(demo.folder / "runs", first.run.request)
    with pytest.raises(UsageError, match="still at work"):
        start.resume(first.run, RUNNER)
    assert end(demo.begin(plan(step("data:t")), target="elsewhere")).status == "succeeded"


def test_a_plan_that_changes_what_exists_waits_for_a_yes(demo: Demo) -> None:
    started = demo.begin(plan(step("table:t", action=Action.UPDATE)), approval=True)
    ready = next(r.event for r in follow(started.run) if r is not None and isinstance(r.event, PlanReady))
    assert ready.approval
    assert not demo.marks
    started.run.approve("another plan")
    started.run.approve(ready.hash)
    assert end(started).status == "succeeded"


def test_what_moved_while_somebody_thought_about_the_plan_is_not_changed(demo: Demo) -> None:
    started = demo.begin(plan(step("table:t", action=Action.UPDATE)), approval=True)
    ready = next(r.event for r in follow(started.run) if r is not None and isinstance(r.event, PlanReady))
    (demo.folder / "moved").write_text("made by this demo")
    started.run.approve(ready.hash)
    last = end(started)
    assert (last.exit_code, "The target has moved" in last.detail) == (3, True)
    assert "c.s.t\n    before  not there\n    now     made by this demo" in last.hint
    assert not demo.marks


def test_a_plan_that_was_begun_goes_on_although_the_target_is_not_as_it_was(demo: Demo) -> None:
    started = demo.begin(plan(step("schema:s"), step("run:j", "schema:s", do="once")))
    assert end(started).status == "failed"
    (demo.folder / "moved").write_text("made by this demo")
    assert end(demo.resume(started)).status == "succeeded"


def test_a_plan_that_only_creates_waits_for_nobody(demo: Demo) -> None:
    assert end(demo.begin(plan(step("table:t")), approval=True)).status == "succeeded"


def test_only_what_was_there_before_needs_a_yes() -> None:
    new, grant = step("catalog:c"), replace(step("grant:g", action=Action.UPDATE), object="c.s.c")
    assert not needs_a_yes(plan(new, grant))
    assert needs_a_yes(plan(replace(new, action=Action.KEEP), grant))
    assert not needs_a_yes(plan(step("run:j", action=Action.RUN)))


def test_a_no_changes_nothing(demo: Demo) -> None:
    started = demo.begin(plan(step("table:t", action=Action.DELETE)), approval=True)
    eventually(started.run.plan.exists, "the plan")
    start.cancel(started.run)
    last = end(started)
    assert (last.exit_code, "Nothing was changed" in last.detail) == (130, True)
    assert not demo.marks


def test_a_runner_that_cannot_start_is_noticed(demo: Demo) -> None:
    run = RunDirectory.create(demo.folder / "runs", Request("c.s", "nowhere"), spec="plan")
    started = demo.note(start.launch(run, ("false",)))
    assert end(started).detail == "The runner did not start."
