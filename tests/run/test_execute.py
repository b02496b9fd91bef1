"""The order of steps, and what happens when one fails or somebody asks to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.run.fake import step
from wizard.errors import CancelledError, ExitCode, QualityError, WizardError
from wizard.plan.model import Action, Step
from wizard.run.events import Event, StepFinished, StepSkipped, StepStarted
from wizard.run.execute import Results, execute


def run(steps: list[Step], apply: Callable[[Step], str] = lambda _: "", *, cancel: threading.Event | None = None,
        workers: int = 4, done: frozenset[str] = frozenset(),
        skip: frozenset[str] = frozenset()) -> tuple[Results, list[Event]]:
    events: list[Event] = []
    results = execute(steps, apply, events.append, cancel or threading.Event(), workers, done, skip=skip)
    return results, events


def failing(key: str, error: Exception) -> Callable[[Step], str]:
    def apply(step: Step) -> str:
        if step.key == key:
            raise error
        return ""

    return apply


def test_steps_start_after_what_they_need() -> None:
    _, events = run([step("a:1"), step("b:1", "a:1"), step("c:1", "b:1")])
    order = [(type(e), e.step) for e in events if isinstance(e, StepStarted | StepFinished)]
    assert order == [(kind, key) for key in ("a:1", "b:1", "c:1") for kind in (StepStarted, StepFinished)]


def test_independent_steps_run_side_by_side_up_to_the_bound() -> None:
    meeting = threading.Barrier(3, timeout=5)
    lock, at_work, most = threading.Lock(), 0, 0

    def apply(_: Step) -> str:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        meeting.wait()
        with lock:
            at_work -= 1
        return ""

    results, _ = run([step(f"a:{n}") for n in range(6)], apply, workers=3)
    assert results.exit_code == ExitCode.DONE
    assert most == 3


def test_a_failure_takes_its_dependants_and_nothing_else() -> None:
    steps = [step("a:1"), step("b:1", "a:1"), step("c:1", "b:1"), step("d:1")]
    results, events = run(steps, failing("a:1", WizardError("broke", "mend it")))
    assert results.outcomes == {"a:1": "failed", "b:1": "blocked", "c:1": "blocked", "d:1": "succeeded"}
    skipped = {e.step: e.reason for e in events if isinstance(e, StepSkipped)}
    assert skipped["b:1"] == "needs a 1, which did not succeed"
    failed = next(e for e in events if isinstance(e, StepFinished) and e.status == "failed")
    assert (failed.detail, failed.hint, failed.exit_code) == ("broke", "mend it", 1)


def test_what_is_kept_or_done_is_not_applied() -> None:
    applied: list[str] = []
    steps = [step("a:1", action=Action.KEEP), step("b:1", "a:1"), step("c:1", "b:1")]
    results, _ = run(steps, lambda s: applied.append(s.key) or "", done=frozenset({"b:1"}))
    assert applied == ["c:1"]
    assert results.counts == {"kept": 1, "done": 1, "succeeded": 1}


def test_what_is_skipped_on_request_counts_as_passed_and_keeps_its_place() -> None:
    steps = [step("a:1"), step("b:1", "a:1"), step("c:1", "b:1")]
    results, events = run(steps, skip=frozenset({"b:1", "ghost:1"}))
    assert results.outcomes == {"a:1": "succeeded", "b:1": "skipped", "c:1": "succeeded"}
    assert (results.exit_code, results.skipped) == (ExitCode.DONE, ["b:1"])
    assert [e.step for e in events] == ["a:1", "a:1", "b:1", "c:1", "c:1"]  # type: ignore[attr-defined]
    assert StepSkipped("b:1", "skipped on request", "skipped") in events


def test_what_needs_a_skipped_step_fails_with_its_own_error() -> None:
    steps = [step("a:1"), step("b:1", "a:1"), step("c:1", "b:1"), step("d:1", "c:1")]
    results, _ = run(steps, failing("c:1", WizardError("there is no b")), skip=frozenset({"b:1"}))
    assert results.outcomes == {"a:1": "succeeded", "b:1": "skipped", "c:1": "failed", "d:1": "blocked"}
    assert results.errors["c:1"].message == "there is no b"


def test_a_failure_does_not_reach_past_a_skipped_step_and_what_is_done_stays_done() -> None:
    steps = [step("a:1"), step("b:1", "a:1"), step("c:1", "b:1"), step("d:1"), step("e:1", action=Action.KEEP)]
    results, _ = run(steps, failing("a:1", WizardError("broke")), done=frozenset({"d:1"}),
                     skip=frozenset({"b:1", "d:1", "e:1"}))
    assert results.outcomes == {"e:1": "kept", "d:1": "done", "a:1": "failed", "b:1": "skipped", "c:1": "succeeded"}


@pytest.mark.parametrize(("errors", "code"), [
    ({"a:1": QualityError("bad")}, ExitCode.QUALITY),
    ({"a:1": QualityError("bad"), "b:1": WizardError("broke")}, ExitCode.FAILED),
    ({"a:1": ZeroDivisionError("no")}, ExitCode.FAILED),
    ({"a:1": CancelledError("cancelled by somebody in the workspace")}, ExitCode.FAILED),
])
def test_the_exit_code_is_the_one_that_failures_share(errors: dict[str, Exception], code: ExitCode) -> None:
    def apply(step: Step) -> str:
        if step.key in errors:
            raise errors[step.key]
        return ""

    results, _ = run([step("a:1"), step("b:1")], apply)
    assert results.exit_code == code


def test_cancel_stops_what_listens_leaves_what_hangs_and_starts_nothing_more() -> None:
    cancel, at_work = threading.Event(), threading.Barrier(3, timeout=5)
    forever = threading.Event()

    def apply(step: Step) -> str:
        at_work.wait()
        if step.key == "hangs:1":
            forever.wait()
        cancel.wait()
        raise CancelledError("stopped")

    def ask() -> None:
        at_work.wait()
        cancel.set()

    threading.Thread(target=ask).start()
    results, events = run([step("hangs:1"), step("hears:1"), step("next:1", "hears:1")], apply, cancel=cancel)
    forever.set()
    assert results.exit_code == ExitCode.CANCELLED
    assert results.outcomes == {"hangs:1": "cancelled", "hears:1": "cancelled", "next:1": "cancelled"}
    assert [e.step for e in events if isinstance(e, StepStarted)] == ["hangs:1", "hears:1"]


@pytest.mark.parametrize("steps", [
    [step("b:1", "a:1"), step("a:1")], [step("a:1"), step("a:1")], [step("a:1", "ghost:1")],
])
def test_a_plan_out_of_order_is_refused(steps: list[Step]) -> None:
    with pytest.raises(WizardError, match="not in order"):
        run(steps)
