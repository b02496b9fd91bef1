"""The documents of runs: made here, read back as the API shows them by `views`.

A run's document has the shape of the API's `Run`, with all attempts of its tasks in the order in which they were made,
and one field more, `sandbox`, for what the service keeps to itself: whose rights the run has, its limits, the retries
spent on each task, and the values that tasks handed to one another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wizard.sandbox.jobs.settings import complete_task
from wizard.sandbox.jobs.states import Doc, Phase, going


@dataclass(frozen=True)
class Request:
    """Why there is a run: who asked for it, with whose rights, who may see it, and what was asked."""

    creator: str
    run_as: str
    access: Sequence[Doc]
    settings: Doc
    overrides: Mapping[str, object]
    job_id: int | None = None
    number_in_job: int = 0

    @property
    def job_parameters(self) -> Mapping[str, str]:
        """The values given for this run only."""
        given = self.overrides.get("job_parameters")
        return {str(k): str(v) for k, v in given.items()} if isinstance(given, Mapping) else {}


LEGACY_PARAMETERS = ("notebook_params", "python_params", "sql_params", "jar_params", "python_named_params")


def new_run(request: Request, run_id: int, now: int, next_id: Callable[[], int]) -> Doc:
    """A run in which nothing has happened yet. `now` in milliseconds; `next_id` numbers its tasks."""
    settings = request.settings
    run: Doc = {
        "run_id": run_id,
        "number_in_job": request.number_in_job or run_id,
        "original_attempt_run_id": run_id,
        "job_run_id": run_id,
        "creator_user_name": request.creator,
        "run_name": settings.get("name") or settings.get("run_name") or "Untitled",
        "run_type": "JOB_RUN" if request.job_id else "SUBMIT_RUN",
        "format": "MULTI_TASK",
        "trigger": "ONE_TIME",
        "job_parameters": parameters(settings.get("parameters", []), request.job_parameters),
        "overriding_parameters": {k: request.overrides[k] for k in LEGACY_PARAMETERS if k in request.overrides},
        "start_time": now,
        "end_time": 0,
        "queue_duration": 0,
        "run_duration": 0,
        "setup_duration": 0,
        "execution_duration": 0,
        "cleanup_duration": 0,
        "repair_history": [],
        "tasks": [attempt(complete_task(task), next_id()) for task in settings["tasks"]],
        "sandbox": {
            "run_as": request.run_as,
            "access": list(request.access),
            "timeout_seconds": settings.get("timeout_seconds", 0),
            "max_concurrent_runs": settings.get("max_concurrent_runs", 1),
            "queue": settings.get("queue", {}).get("enabled", True),
            "retries": {},
            "task_values": {},
        },
    }
    if request.job_id:
        run["job_id"] = request.job_id
    run |= going(Phase.PENDING)
    run["repair_history"].append(history_item("ORIGINAL", run, run["tasks"], now))
    return run


def parameters(defined: Sequence[Doc], given: Mapping[str, str]) -> list[Doc]:
    """A run's job parameters: the defined ones with their values, then others that only this run has."""
    known = [p | ({"value": given[p["name"]]} if p["name"] in given else {}) for p in defined]
    names = {p["name"] for p in defined}
    return known + [{"name": k, "default": "", "value": v} for k, v in given.items() if k not in names]


def attempt(task: Doc, run_id: int, number: int = 0) -> Doc:
    """A task of a run before it starts: its settings and the counters that every attempt has."""
    phase = Phase.BLOCKED if task.get("depends_on") else Phase.PENDING
    counters = {
        "run_id": run_id,
        "attempt_number": number,
        "start_time": 0,
        "end_time": 0,
        "setup_duration": 0,
        "execution_duration": 0,
        "cleanup_duration": 0,
        "run_duration": 0,
    }
    return task | counters | going(phase)


def history_item(kind: str, run: Doc, tasks: Sequence[Doc], now: int, repair_id: int | None = None) -> Doc:
    """An entry of the repair history: the original run or one repair of it."""
    item = {
        "type": kind,
        "start_time": now,
        "end_time": 0,
        "state": run["state"],
        "status": run["status"],
        "task_run_ids": [task["run_id"] for task in tasks],
    }
    return item | ({"id": repair_id} if repair_id else {})


def latest(run: Doc) -> dict[str, Doc]:
    """The last attempt of every task, by task key."""
    return {task["task_key"]: task for task in run["tasks"]}


def find_task(run: Doc, run_id: int) -> Doc | None:
    """The attempt with this run id."""
    return next((task for task in run["tasks"] if task["run_id"] == run_id), None)
