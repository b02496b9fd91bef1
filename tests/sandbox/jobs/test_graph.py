"""The task graph: what is refused, what starts, and what becomes of a run."""

import pytest

from wizard.sandbox.api import ApiError
from wizard.sandbox.jobs import graph
from wizard.sandbox.jobs.graph import Ended
from wizard.sandbox.jobs.states import Outcome

S, F, X, C = Outcome.SUCCESS, Outcome.FAILED, Outcome.EXCLUDED, Outcome.CANCELED


def task(key, *needs, **more):
    return {"task_key": key, "depends_on": [{"task_key": need} for need in needs], **more}


def ended(**outcomes):
    return {key: Ended(outcome) for key, outcome in outcomes.items()}


def test_a_chain_and_a_diamond_are_accepted():
    graph.check([task("a"), task("b", "a"), task("c", "a"), task("d", "b", "c")])


@pytest.mark.parametrize(
    ("tasks", "message"),
    [
        ([task("a"), task("a")], "Duplicate task key 'a'"),
        ([task("a", "a")], "Invalid dependency graph, task 'a' can not reference itself."),
        ([task("a", "b")], "depends on task 'b', which does not exist"),
        ([task("a", "c"), task("b", "a"), task("c", "b"), task("d")], "tasks 'a', 'b', 'c' form a cycle"),
    ],
)
def test_what_is_no_graph_is_refused(tasks, message):
    with pytest.raises(ApiError) as refused:
        graph.check(tasks)
    assert message in refused.value.message
    assert (refused.value.status, refused.value.code) == (400, "INVALID_PARAMETER_VALUE")


@pytest.mark.parametrize(
    ("rule", "a", "b", "verdict"),
    [
        ("ALL_SUCCESS", S, S, None),
        ("ALL_SUCCESS", S, F, Outcome.UPSTREAM_FAILED),
        ("ALL_SUCCESS", S, C, Outcome.UPSTREAM_CANCELED),
        ("ALL_SUCCESS", F, C, Outcome.UPSTREAM_FAILED),
        ("ALL_SUCCESS", S, X, Outcome.EXCLUDED),
        ("ALL_DONE", F, C, None),
        ("ALL_DONE", X, X, Outcome.EXCLUDED),
        ("NONE_FAILED", S, X, None),
        ("NONE_FAILED", S, F, Outcome.UPSTREAM_FAILED),
        ("AT_LEAST_ONE_SUCCESS", S, F, None),
        ("AT_LEAST_ONE_SUCCESS", F, F, Outcome.UPSTREAM_FAILED),
        ("AT_LEAST_ONE_FAILED", S, F, None),
        ("AT_LEAST_ONE_FAILED", S, S, Outcome.EXCLUDED),
        ("ALL_FAILED", F, F, None),
        ("ALL_FAILED", S, F, Outcome.EXCLUDED),
    ],
)
def test_run_if_decides_whether_a_task_runs(rule, a, b, verdict):
    assert graph.decide(task("c", "a", "b", run_if=rule), ended(a=a, b=b)) is verdict


def test_a_branch_that_was_not_chosen_excludes_its_tasks():
    done = {"if": Ended(S, branch="true")}
    yes = {"task_key": "yes", "depends_on": [{"task_key": "if", "outcome": "true"}]}
    no = {"task_key": "no", "depends_on": [{"task_key": "if", "outcome": "false"}]}
    assert graph.decide(yes, done) is None
    assert graph.decide(no, done) is Outcome.EXCLUDED


def test_a_failure_that_skips_the_rest_names_the_task_that_failed():
    tasks = [task("load"), task("check", "load"), task("tidy", "check")]
    done = {"load": Ended(S), "check": Ended(F, "Workload failed, see run output for details"),
            "tidy": Ended(Outcome.UPSTREAM_FAILED)}  # fmt: skip
    assert graph.result(tasks, done) == (
        F,
        "Task check failed with message: Workload failed, see run output for details. "
        "This caused all downstream tasks to get skipped.",
    )


def test_only_leaves_decide_whether_a_run_failed():
    tasks = [task("try"), task("cleanup", "try", run_if="ALL_DONE")]
    assert graph.result(tasks, ended(**{"try": F, "cleanup": S}))[0] is Outcome.SUCCESS_WITH_FAILURES
    assert graph.result(tasks, ended(**{"try": S, "cleanup": X})) == (S, "")


def test_descendants_are_found_at_any_depth():
    tasks = [task("a"), task("b", "a"), task("c", "b"), task("d")]
    assert graph.descendants(tasks, ["a"]) == {"a", "b", "c"}
