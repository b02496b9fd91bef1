"""Runs on their way: retries, limits, the queue, cancelling, restarting, with executors made for the purpose."""

import threading
import time

import pytest

from wizard.sandbox.app import Sandbox
from wizard.sandbox.directory import OWNER
from wizard.sandbox.jobs import records
from wizard.sandbox.jobs.scheduler import RESTARTED, Scheduler, new_id
from wizard.sandbox.jobs.states import Outcome, Phase, going, outcome_of, phase_of
from wizard.sandbox.jobs.work import TaskResult, failed

DEADLINE = 5


class Desk:
    """A scheduler whose tasks do what the test tells them to, by task key."""

    def __init__(self, home, **behavior):
        self.sandbox = Sandbox(home, "http://127.0.0.1:1")
        self.behavior = behavior
        self.calls = []
        self.scheduler = Scheduler(self.sandbox, {"sql_task": self.perform})

    def perform(self, call):
        self.calls.append(call.task["task_key"])
        return self.behavior.get(call.task["task_key"], lambda _: TaskResult())(call)

    def launch(self, *tasks, job_id=None, **settings):
        request = records.Request(OWNER, OWNER, [], {"tasks": list(tasks), **settings}, {}, job_id)
        run = records.new_run(request, new_id(self.sandbox), self.sandbox.now(), lambda: new_id(self.sandbox))
        self.scheduler.launch(run)
        return run["run_id"]

    def run(self, run_id):
        return self.sandbox.store.get("job_run", str(run_id))

    def wait(self, run_id, until=outcome_of):
        end = time.monotonic() + DEADLINE
        while not until(run := self.run(run_id)):
            assert time.monotonic() < end, run
            threading.Event().wait(0.005)
        return run


@pytest.fixture
def desk(tmp_path):
    desks = []

    def make(home=tmp_path / "home", **behavior):
        desks.append(Desk(home, **behavior))
        return desks[-1]

    yield make
    for one in desks:
        one.scheduler.close()
        one.sandbox.close()


def task(key, *needs, **more):
    needed = {"depends_on": [{"task_key": need} for need in needs]} if needs else {}
    return {"task_key": key, "sql_task": {}, **needed, **more}


def outcomes(run):
    return {key: str(outcome_of(one)) for key, one in records.latest(run).items()}


def stopped(call):
    """Work until told to stop."""
    told = threading.Event()
    call.stop.on_set(told.set)
    assert told.wait(DEADLINE)
    return TaskResult(Outcome.FAILED)


def test_tasks_run_in_the_order_of_their_dependencies(desk):
    place = desk()
    run = place.wait(place.launch(task("c", "b"), task("b", "a"), task("a")))
    assert place.calls == ["a", "b", "c"]
    assert outcome_of(run) is Outcome.SUCCESS
    assert all(one["end_time"] >= one["start_time"] > 0 for one in run["tasks"])


def test_a_failed_task_ends_the_run_and_skips_what_depends_on_it(desk):
    place = desk(b=lambda _: failed("ValueError: no", "trace"))
    run = place.wait(place.launch(task("a"), task("b", "a"), task("c", "b"), task("d", "b", run_if="ALL_DONE")))
    assert outcomes(run) == {"a": "SUCCESS", "b": "FAILED", "c": "UPSTREAM_FAILED", "d": "SUCCESS"}
    assert run["state"]["state_message"].startswith(
        "Task b failed with message: Workload failed, see run output for details."
    )
    output = place.sandbox.store.get("job_output", str(records.latest(run)["b"]["run_id"]))
    assert (output["error"], output["error_trace"]) == ("ValueError: no", "trace")


def test_a_task_is_tried_again_as_often_as_it_says(desk):
    results = iter([failed("once"), failed("twice"), TaskResult()])
    place = desk(a=lambda _: next(results))
    run = place.wait(place.launch(task("a", max_retries=2, min_retry_interval_millis=10), task("b", "a")))
    assert outcome_of(run) is Outcome.SUCCESS
    assert [(t["task_key"], t["attempt_number"], str(outcome_of(t))) for t in run["tasks"]] == [
        ("a", 0, "FAILED"), ("b", 0, "SUCCESS"), ("a", 1, "FAILED"), ("a", 2, "SUCCESS"),
    ]  # fmt: skip


def test_a_task_that_waits_for_its_retry_says_so(desk):
    place = desk(a=lambda _: failed("no"))
    run_id = place.launch(task("a", max_retries=1, min_retry_interval_millis=60_000))
    run = place.wait(run_id, lambda r: len(r["tasks"]) == 2)
    assert run["tasks"][1]["state"]["life_cycle_state"] == "WAITING_FOR_RETRY"
    place.scheduler.cancel(run_id)
    assert outcomes(place.wait(run_id)) == {"a": "CANCELED"}


def test_a_task_that_takes_too_long_is_stopped(desk):
    place = desk(a=stopped)
    run = place.wait(place.launch(task("a", timeout_seconds=0.05), task("b", "a")))
    assert outcomes(run) == {"a": "TIMEDOUT", "b": "UPSTREAM_FAILED"}
    assert outcome_of(run) is Outcome.FAILED


def test_a_run_that_takes_too_long_is_stopped(desk):
    place = desk(a=stopped)
    run = place.wait(place.launch(task("a"), task("b", "a"), timeout_seconds=0.05))
    assert outcome_of(run) is Outcome.TIMEDOUT
    assert outcomes(run) == {"a": "TIMEDOUT", "b": "CANCELED"}


def test_cancelling_stops_what_runs_and_starts_nothing_more(desk):
    place = desk(a=stopped)
    run_id = place.launch(task("a"), task("b", "a"))
    place.wait(run_id, lambda r: phase_of(r["tasks"][0]) is Phase.RUNNING)
    place.scheduler.cancel(run_id)
    run = place.wait(run_id)
    assert outcome_of(run) is Outcome.CANCELED
    assert outcomes(run) == {"a": "CANCELED", "b": "CANCELED"}
    assert place.calls == ["a"]
    assert run["state"]["user_cancelled_or_timedout"]
    place.scheduler.cancel(run_id)
    assert place.run(run_id) == run


def test_a_job_at_its_limit_queues_the_next_run(desk):
    go = threading.Event()
    place = desk(a=lambda _: TaskResult() if go.wait(DEADLINE) else failed("late"))
    first, second = place.launch(task("a"), job_id=1), place.launch(task("a"), job_id=1)
    assert place.run(second)["status"]["queue_details"]["code"] == "MAX_CONCURRENT_RUNS_REACHED"
    assert place.scheduler.active_ids(1) == [first, second]
    go.set()
    assert outcome_of(place.wait(first)) is outcome_of(place.wait(second)) is Outcome.SUCCESS


def test_a_queued_run_can_be_cancelled(desk):
    place = desk(a=stopped)
    first, second = place.launch(task("a"), job_id=1), place.launch(task("a"), job_id=1)
    place.scheduler.cancel(second)
    assert outcome_of(place.run(second)) is Outcome.CANCELED
    place.scheduler.cancel(first)
    place.wait(first)
    assert place.calls in (["a"], [])


def test_a_job_without_a_queue_skips_the_next_run(desk):
    place = desk(a=stopped)
    first = place.launch(task("a"), job_id=1)
    run = place.run(place.launch(task("a"), job_id=1, queue={"enabled": False}))
    assert run["state"] == {
        "life_cycle_state": "SKIPPED",
        "result_state": "MAXIMUM_CONCURRENT_RUNS_REACHED",
        "state_message": "Skipping this run because the limit of 1 maximum concurrent runs has been reached.",
        "user_cancelled_or_timedout": False,
    }
    place.scheduler.cancel(first)


def test_a_repair_runs_the_failed_tasks_only(desk):
    results = iter([failed("no"), TaskResult()])
    place = desk(b=lambda _: next(results))
    run_id = place.launch(task("a"), task("b", "a"), task("c", "b"))
    run = place.wait(run_id)
    place.scheduler.repair(run, {"b", "c"}, 99)
    run = place.wait(run_id, lambda r: outcome_of(r) is Outcome.SUCCESS)
    assert place.calls == ["a", "b", "b", "c"]
    assert [item["type"] for item in run["repair_history"]] == ["ORIGINAL", "REPAIR"]
    assert run["repair_history"][0]["state"]["result_state"] == "FAILED"
    assert run["repair_history"][1]["id"] == 99
    assert len(run["repair_history"][1]["task_run_ids"]) == 2


def test_a_fault_of_an_executor_ends_the_task_and_not_the_server(desk):
    def broken(_call):
        raise RuntimeError("boom")

    place = desk(a=broken)
    run = place.wait(place.launch(task("a")))
    assert run["tasks"][0]["state"]["life_cycle_state"] == "INTERNAL_ERROR"
    assert "boom" in run["state"]["state_message"]


def test_runs_of_a_server_that_died_are_closed_and_queued_ones_go_on(desk, tmp_path):
    died = desk(home=tmp_path)
    going_on, waiting = died.launch(task("a"), job_id=1), died.launch(task("a"), job_id=1)
    died.wait(going_on)
    died.wait(waiting)
    left = died.run(going_on) | going(Phase.RUNNING)
    left["tasks"][0] |= going(Phase.RUNNING)
    queued = died.run(waiting) | going(Phase.QUEUED)
    queued["tasks"][0] |= going(Phase.PENDING)
    died.scheduler.save(left)
    died.scheduler.save(queued)
    place = desk(home=tmp_path)
    run = place.run(going_on)
    assert (run["state"]["life_cycle_state"], run["state"]["state_message"]) == ("INTERNAL_ERROR", RESTARTED)
    assert run["tasks"][0]["state"]["life_cycle_state"] == "INTERNAL_ERROR"
    assert outcome_of(place.wait(waiting)) is Outcome.SUCCESS


def test_closing_stops_the_work_at_once(desk):
    place = desk(a=stopped)
    run_id = place.launch(task("a"))
    place.wait(run_id, lambda r: phase_of(r["tasks"][0]) is Phase.RUNNING)
    place.scheduler.close()
    assert phase_of(place.run(run_id)) is Phase.RUNNING
