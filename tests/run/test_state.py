"""One fold for every screen and printer."""

from __future__ import annotations

from tests.printers.frames import at_work, failed, records, succeeded
from tests.run.samples import SAMPLES
from wizard.run.events import CancelRequested, Record, RunStarted, StepSkipped
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
