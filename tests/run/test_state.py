"""One fold for every screen and printer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.printers.frames import BEGAN, at_work, failed, records, succeeded
from tests.run.samples import SAMPLES
from wizard.run.events import (
    CancelRequested,
    Event,
    PlanReady,
    Record,
    RunFinished,
    RunStarted,
    StepFinished,
    StepProgress,
    StepSkipped,
    StepStarted,
    StreamOpened,
)
from wizard.run.state import RunState


def test_a_run_at_work() -> None:
    state = RunState.fold(records(at_work()))
    assert (state.title, state.target, state.attempt) == ("Retail customer analytics", "sandbox", 1)
    assert (state.settled, state.count("running"), state.count("waiting")) == (6, 2, 7)
    assert state.steps["data:transactions"].eta == 2.0
    assert [task.state for task in state.steps["run:refresh"].tasks.values()] == ["SUCCESS", "RUNNING", "BLOCKED"]
    assert state.finished is None


def test_what_was_made_is_counted_by_kind() -> None:
    state = RunState.fold(records(failed()))
    assert dict(state.made["table"]) == {"create": 4}
    assert dict(state.made["run"]) == {"failed": 1}
    assert dict(state.made["grant"]) == {"blocked": 1}
    assert state.rows == {"data:transactions": 20_000}


def test_a_later_attempt_keeps_what_is_done_and_forgets_how_the_earlier_one_ended() -> None:
    resumed = [*failed(), RunStarted(2, 2, "demo.shop", "sandbox"), StepSkipped("table:customers", "done", "done")]
    state = RunState.fold(records(resumed))
    assert (state.attempt, state.finished) == (2, None)
    assert state.steps["table:customers"].status == "succeeded"
    assert state.steps["table:customers"].earlier
    assert state.steps["run:refresh"].status == "waiting"
    assert state.steps["grant:proof"].status == "waiting"


def test_a_step_that_was_skipped_on_request_has_ended() -> None:
    resumed = [*failed(), RunStarted(2, 2, "demo.shop", "sandbox"),
               StepSkipped("run:refresh", "skipped on request", "skipped")]
    state = RunState.fold(records(resumed))
    step = state.steps["run:refresh"]
    assert (step.status, step.detail) == ("skipped", "skipped on request")
    assert (state.count("skipped"), state.settled) == (1, 7)
    assert dict(state.made["run"]) == {"skipped": 1}


def test_what_ran_when_is_known_for_all_attempts() -> None:
    told = records([*failed(), RunStarted(2, 2, "demo.shop", "sandbox"), StepSkipped("table:customers", "done", "done"),
                    StepStarted("run:refresh")])
    state = RunState.fold([Record("", "", StreamOpened()), *told])
    table, run, waiting = (state.steps[key] for key in ("table:customers", "run:refresh", "view:trends"))
    assert (state.first, state.began, state.latest) == (told[0].at, told[-3].at, told[-1].at)
    assert (table.began, table.ended) == (told[6].at, told[7].at)
    assert (run.began, run.ended, run.seconds) == (told[-1].at, None, 0.0)
    assert (waiting.began, waiting.ended) == (None, None)
    run_failed = RunState.fold(records(failed())).steps["run:refresh"]
    assert run_failed.began < run_failed.ended  # type: ignore[operator]


def expecting(*told: Event, **expected: float) -> RunState:
    """A run of two tables, a view that needs both, and what it is expected to take; an event every second."""
    steps = [{"key": f"{name}:1", "kind": name, "object": "", "action": "create", "reason": "",
              "depends_on": ["a:1", "b:1"] if name == "v" else []} for name in ("a", "b", "v")]
    ready = PlanReady("0", "", "", "", {}, False, steps, {f"{name}:1": seconds for name, seconds in expected.items()})
    every = [RunStarted(1, 1, "", ""), ready, *told]
    return RunState.fold(Record((BEGAN + timedelta(seconds=n)).isoformat(), "r", e) for n, e in enumerate(every))


def at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def test_the_time_left_is_that_of_the_longest_chain_and_a_part_of_the_rest() -> None:
    state = expecting(a=8.0, b=4.0, v=2.0)
    assert state.eta(at(1)) == pytest.approx(10.0 + (3.5 + 7.5 - 10.0) / 4)


def test_a_step_at_work_has_its_rate_or_what_is_left_of_what_was_expected() -> None:
    running = StepStarted("a:1"), StepStarted("b:1"), StepFinished("b:1", "succeeded", 1.0)
    state = expecting(*running, a=8.0, b=4.0, v=2.0)
    assert state.eta(at(5)) == pytest.approx(5.0 + 2.0)
    assert state.eta(at(12)) == pytest.approx(1.0 + 2.0)  # late: a tenth of the ten seconds that it took so far
    state = expecting(*running, StepProgress("a:1", 10, 100, "rows", 3.0), a=8.0, b=4.0, v=2.0)
    assert state.eta(at(5)) == pytest.approx(30.0 + 2.0)


def test_the_time_left_is_not_known_without_a_plan_or_expectations_and_nothing_at_the_end() -> None:
    assert RunState().eta(at(0)) is None
    assert expecting(StepStarted("a:1")).eta(at(3)) is None
    told = StepStarted("a:1"), StepProgress("a:1", 10, 100, "rows", 3.0)
    assert expecting(*told).eta(at(3)) == pytest.approx(30.0)
    assert expecting(*told, RunFinished("failed", 1, 3.0)).eta(at(9)) == 0.0
    ended = [StepFinished(key, "succeeded", 1.0) for key in ("a:1", "b:1", "v:1")]
    assert expecting(*ended, a=8.0).eta(at(9)) == 0.0


def test_cancelling_shows_until_the_next_attempt() -> None:
    assert RunState.fold(records([*at_work(), CancelRequested()])).cancelling
    assert not RunState.fold(records([CancelRequested(), *at_work()])).cancelling


def test_proofs_rules_links_and_files_are_there_at_the_end() -> None:
    state = RunState.fold(records(succeeded()))
    assert state.grants["analysts", "demo.shop"].ok
    assert len(state.rules) == 2
    assert list(state.links) == ["job run"]
    assert list(state.files) == ["quality.json"]


def test_every_event_can_be_folded_even_without_a_plan() -> None:
    state = RunState.fold([Record("2026-11-23T20:00:00Z", "r", event) for event in SAMPLES[1:]])
    assert state.finished is not None
