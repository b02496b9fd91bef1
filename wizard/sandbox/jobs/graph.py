"""The task graph of a job: is it one, which task may start, and what became of the whole run.

Pure functions over task settings and outcomes. The meaning of `run_if` and of excluded tasks follows the Databricks
docs, "Configure task dependencies": an excluded task counts as neither run nor failed, a task whose dependencies were
all excluded is excluded too, and a run's result is decided by its leaf tasks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wizard.sandbox.api import invalid
from wizard.sandbox.jobs.states import STOPPED, UNSUCCESSFUL, WORKLOAD_FAILED, Doc, Outcome


@dataclass(frozen=True)
class Ended:
    """The last attempt of a task: how it ended, why, and for a condition task which branch it chose."""

    outcome: Outcome
    message: str = ""
    branch: str = ""


def upstream(task: Doc) -> list[str]:
    """The keys of the tasks that `task` depends on."""
    return [dependency["task_key"] for dependency in task.get("depends_on", [])]


def check(tasks: Sequence[Doc]) -> None:
    """Refuse a graph with repeated keys, dangling dependencies, or a cycle (ApiError 400)."""
    counts = Counter(task["task_key"] for task in tasks)
    for key, count in counts.items():
        if count > 1:
            raise invalid(f"Duplicate task key '{key}'. Task keys must be unique within a job.")
    for task in tasks:
        for key in upstream(task):
            if key == task["task_key"]:
                raise invalid(f"Invalid dependency graph, task '{key}' can not reference itself.")
            if key not in counts:
                who = f"task '{task['task_key']}' depends on task '{key}'"
                raise invalid(f"Invalid dependency graph, {who}, which does not exist.")
    _refuse_cycle(tasks)


def _refuse_cycle(tasks: Sequence[Doc]) -> None:
    waiting = {task["task_key"]: set(upstream(task)) for task in tasks}
    while ready := {key for key, needs in waiting.items() if not needs}:
        waiting = {key: needs - ready for key, needs in waiting.items() if key not in ready}
    if waiting:
        raise invalid(f"Invalid dependency graph, tasks {', '.join(map(repr, sorted(waiting)))} form a cycle.")


def descendants(tasks: Sequence[Doc], keys: Iterable[str]) -> set[str]:
    """`keys` and every task downstream of them."""
    found = set(keys)
    while more := {t["task_key"] for t in tasks if found & set(upstream(t))} - found:
        found |= more
    return found


def decide(task: Doc, ended: Mapping[str, Ended]) -> Outcome | None:
    """What happens to `task` now that all it depends on has ended: None to run it, or how it ends without running."""
    if task.get("disabled"):
        return Outcome.DISABLED
    outcomes = [_as_seen(dependency, ended[dependency["task_key"]]) for dependency in task.get("depends_on", [])]
    if not outcomes:
        return None
    if all(outcome is Outcome.EXCLUDED for outcome in outcomes):
        return Outcome.EXCLUDED
    rule = task.get("run_if", "ALL_SUCCESS")
    if _holds(rule, outcomes):
        return None
    failed = [outcome for outcome in outcomes if outcome in UNSUCCESSFUL]
    if not failed or rule in ("AT_LEAST_ONE_FAILED", "ALL_FAILED"):
        return Outcome.EXCLUDED
    return Outcome.UPSTREAM_CANCELED if STOPPED.issuperset(failed) else Outcome.UPSTREAM_FAILED


def _as_seen(dependency: Doc, ended: Ended) -> Outcome:
    """A dependency on one branch of a condition is excluded when the other branch was chosen."""
    wanted = dependency.get("outcome")
    if ended.outcome is Outcome.DISABLED or (wanted and ended.branch and wanted != ended.branch):
        return Outcome.EXCLUDED
    return ended.outcome


def _holds(rule: str, outcomes: Sequence[Outcome]) -> bool:
    failures = sum(outcome in UNSUCCESSFUL for outcome in outcomes)
    successes = outcomes.count(Outcome.SUCCESS)
    return {
        "ALL_SUCCESS": successes == len(outcomes),
        "AT_LEAST_ONE_SUCCESS": successes > 0,
        "NONE_FAILED": failures == 0,
        "ALL_DONE": True,
        "AT_LEAST_ONE_FAILED": failures > 0,
        "ALL_FAILED": failures == len(outcomes),
    }[rule]


def result(tasks: Sequence[Doc], ended: Mapping[str, Ended]) -> tuple[Outcome, str]:
    """How a run ended whose tasks have all ended, and its message."""
    inner = {key for task in tasks for key in upstream(task)}
    failed = [t["task_key"] for t in tasks if ended[t["task_key"]].outcome in UNSUCCESSFUL]
    if not failed:
        return Outcome.SUCCESS, ""
    if inner.issuperset(failed):
        return Outcome.SUCCESS_WITH_FAILURES, ""
    skipped = [k for k in failed if ended[k].outcome in (Outcome.UPSTREAM_FAILED, Outcome.UPSTREAM_CANCELED)]
    culprit = next((key for key in failed if key not in skipped), failed[0])
    message = f"Task {culprit} failed with message: {ended[culprit].message or WORKLOAD_FAILED}."
    if skipped:
        message += " This caused all downstream tasks to get skipped."
    return Outcome.FAILED, message
