"""The tasks of a run's jobs and what each of them comes after, as far as the run directory says.

A plan that makes a job has its tasks; one that keeps the job has not, then the spec beside it does. Without either the
tasks are those that the run has told of, and nothing is known of their order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from wizard.errors import WizardError
from wizard.run.directory import RunDirectory

Flow = dict[str, tuple[str, ...]]
"""What each task comes after, by its key, in the order of the job."""


def flows(run: RunDirectory) -> dict[str, Flow]:
    """The flow of each job that the plan runs, by the step that runs it. Blocking: reads the plan, maybe the spec."""
    steps = json.loads(run.plan.read_text(encoding="utf-8"))["steps"]
    made = {step["key"]: step["payload"] for step in steps if step["kind"] == "job"}
    runs = [step["key"] for step in steps if step["kind"] == "run"]
    found = {key: _planned(made.get(f"job:{_name(key)}", {})) for key in runs}
    if not all(found.values()) and run.spec.exists():
        found = {key: flow or _specified(run, _name(key)) for key, flow in found.items()}
    return found


def levels(flow: Flow) -> list[list[str]]:
    """The tasks by how many others come before them, one after the other."""
    depth: dict[str, int] = {}
    rest = dict(flow)
    while rest:
        ready = [task for task, after in rest.items() if all(one in depth or one not in flow for one in after)]
        for task in ready or list(rest):  # a circle is no flow: whoever sent it hears of it elsewhere
            depth[task] = 1 + max((depth.get(one, -1) for one in rest.pop(task)), default=-1)
    return [[task for task in flow if depth[task] == level] for level in sorted(set(depth.values()))]


def _name(key: str) -> str:
    return key.partition(":")[2]


def _planned(payload: Mapping[str, object]) -> Flow:
    tasks = payload.get("tasks")
    return {task["key"]: tuple(task["depends_on"]) for task in tasks} if isinstance(tasks, list) else {}


def _specified(run: RunDirectory, name: str) -> Flow:
    from wizard.spec import load

    try:
        job = load(run.spec).jobs.get(name)
    except WizardError:  # a spec of another version: what the run told is left
        return {}
    return {task.key: tuple(task.depends_on) for task in job.tasks} if job else {}
