"""Jobs and their runs: find, settle, start, watch.

Job names are not unique on the platform: a job is ours when its name matches and its tag says so. A finished wait says
nothing about success, so the states are read here, in both of the shapes that the service uses.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wizard.errors import CancelledError
from wizard.plan.observed import SeenJob
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised, is_missing

if TYPE_CHECKING:
    from databricks.sdk.service.jobs import BaseJob, Run, RunTask

DEMO_TAG = "demo_wizard_demo"
RECIPE_TAG = "demo_wizard_recipe"
EXPIRES_TAG = "demo_wizard_expires"
RUN_PARAMETER = "demo_wizard_run"
"""Job parameter that says what a run was made for: the hash of the job and of the data it works on."""

FIRST_POLL, LONGEST_POLL = 0.1, 10.0
LOG_TAIL_LINES = 20
SUCCESS = ("SUCCESS", "SUCCESS_WITH_FAILURES")
ENDED = ("TERMINATED", "SKIPPED", "INTERNAL_ERROR")


@dataclass(frozen=True, slots=True)
class TaskFile:
    """A task of a job and the file it runs. `kind` is `sql` or `python`."""

    key: str
    kind: str
    path: str
    depends_on: tuple[str, ...] = ()
    retries: int = 0
    timeout_seconds: int = 600


@dataclass(frozen=True, slots=True)
class TaskState:
    """One task of a run, as people see it. `seconds` is None before it has started."""

    key: str
    run_id: int
    state: str
    seconds: float | None = None
    attempt: int = 0

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in ("PENDING", "QUEUED", "BLOCKED", "RUNNING", "TERMINATING", "WAITING_FOR_RETRY")


@dataclass(frozen=True, slots=True)
class RunState:
    """A run: its state, its message, its page, and its tasks."""

    run_id: int
    state: str
    ended: bool
    message: str
    url: str
    tasks: tuple[TaskState, ...]

    @property
    def succeeded(self) -> bool:
        """Whether it ended well."""
        return self.ended and self.state in SUCCESS


def find(ws: Workspace, name: str, demo: str) -> SeenJob | None:
    """This demo's job of that name, with what its last successful run was for."""
    with advised(f"looking for the job {name}"):
        for job in ws.client.jobs.list(name=name):
            tags = _tags(job)
            if tags.get(DEMO_TAG) == demo:
                return SeenJob(job.job_id or 0, tags.get(RECIPE_TAG, ""), _last_success(ws, job.job_id or 0))
    return None


def _tags(job: BaseJob) -> dict[str, str]:
    return dict(job.settings.tags or {}) if job.settings else {}


def _last_success(ws: Workspace, job_id: int) -> str:
    for run in ws.client.jobs.list_runs(job_id=job_id, completed_only=True, limit=1):
        state = run.state.result_state.value if run.state and run.state.result_state else ""
        made_for = {p.name: p.value or p.default or "" for p in run.job_parameters or []}
        return made_for.get(RUN_PARAMETER, "") if state in SUCCESS else ""
    return ""


def settle(ws: Workspace, job_id: int | None, settings: dict[str, Any]) -> int:
    """Create the job, or make the existing one equal to the settings. Answers its id."""
    from databricks.sdk.service.jobs import JobSettings

    wanted = JobSettings.from_dict(settings)
    with advised(f"saving the job {wanted.name}"):
        if job_id:
            ws.client.jobs.reset(job_id, wanted)
            return job_id
        return ws.client.jobs.create(**{k: v for k, v in vars(wanted).items() if v is not None}).job_id or 0


def settings(
    name: str,
    comment: str,
    demo: str,
    recipe: str,
    warehouse_id: str,
    tasks: Sequence[TaskFile],
    schedule: Mapping[str, Any] | None = None,
    parameters: Mapping[str, str] | None = None,
    expires: str = "",
) -> dict[str, Any]:
    """The job as the API takes it (JSON). A run takes at most one slot, and waits its turn in the queue.

    `schedule` has cron (Quartz), timezone and paused; `parameters` are the job's, with their defaults;
    `expires` is the day, YYYY-MM-DD, that is noted on the job, or empty.
    """
    own = dict(parameters or {})
    made: dict[str, Any] = {
        "name": name,
        "description": comment,
        "max_concurrent_runs": 1,
        "queue": {"enabled": True},
        "tags": {DEMO_TAG: demo, RECIPE_TAG: recipe, **({EXPIRES_TAG: expires} if expires else {})},
        "parameters": [{"name": key, "default": value} for key, value in {RUN_PARAMETER: "", **own}.items()],
        "tasks": [_task(task, warehouse_id, own) for task in tasks],
    }
    if schedule:
        made["schedule"] = {
            "quartz_cron_expression": schedule["cron"], "timezone_id": schedule["timezone"],
            "pause_status": "PAUSED" if schedule["paused"] else "UNPAUSED",
        }  # fmt: skip
    if any(task.kind == "python" for task in tasks):
        # A Python task on serverless compute must name an environment.
        made["environments"] = [{"environment_key": "default", "spec": {"environment_version": "4"}}]
    return made


def _task(task: TaskFile, warehouse_id: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """SQL files get a job's parameters by themselves, as `:name`; a Python file is given what it is to know."""
    made: dict[str, Any] = {
        "task_key": task.key,
        "depends_on": [{"task_key": key} for key in task.depends_on],
        "max_retries": task.retries,
        "timeout_seconds": task.timeout_seconds,
    }
    if task.kind == "sql":
        return made | {"sql_task": {"warehouse_id": warehouse_id, "file": {"path": task.path, "source": "WORKSPACE"}}}
    python: dict[str, Any] = {"python_file": task.path}
    if parameters:
        python["parameters"] = [f"--{key}={{{{job.parameters.{key}}}}}" for key in parameters]
    return made | {"spark_python_task": python, "environment_key": "default"}


def start(ws: Workspace, job_id: int, made_for: str, token: str) -> int:
    """Run the job now. The same `token` (at most 64 characters) never starts a second run: it answers the first."""
    with advised("starting the job"):
        wait = ws.client.jobs.run_now(job_id, job_parameters={RUN_PARAMETER: made_for}, idempotency_token=token)
    return int(wait.run_id)


def watch(ws: Workspace, run_id: int, cancelled: threading.Event) -> Iterator[RunState]:
    """The run's state at each poll, until it has ended. When `cancelled` is set, the run is cancelled too."""
    delay = FIRST_POLL
    while True:
        with advised("asking how the job run is doing"):
            state = read(ws, run_id)
        yield state
        if state.ended:
            return
        if cancelled.wait(delay):
            with advised("cancelling the job run"):
                ws.client.jobs.cancel_run(run_id)
            raise CancelledError("The job run was cancelled.")
        delay = min(delay * 1.3, LONGEST_POLL)


def find_run(ws: Workspace, run_id: int) -> RunState | None:
    """The run now; None if the service has forgotten it."""
    with advised("asking how the job run is doing"):
        try:
            return read(ws, run_id)
        except Exception as error:
            if is_missing(error):
                return None
            raise


def read(ws: Workspace, run_id: int) -> RunState:
    """The run now."""
    run = ws.client.jobs.get_run(run_id)
    life, result = _states(run)
    message = (run.state.state_message if run.state else None) or ""
    return RunState(
        run_id=run_id,
        state=result or life,
        ended=life in ENDED,
        message=message,
        url=run.run_page_url or "",
        tasks=tuple(_task_state(task) for task in _latest(run.tasks or [])),
    )


def _latest(tasks: Sequence[RunTask]) -> list[RunTask]:
    latest: dict[str, RunTask] = {}
    for task in tasks:
        known = latest.get(task.task_key)
        if known is None or (task.attempt_number or 0) >= (known.attempt_number or 0):
            latest[task.task_key] = task
    return list(latest.values())


def _task_state(task: RunTask) -> TaskState:
    life, result = _states(task)
    begun, ended = task.start_time or 0, task.end_time or 0
    seconds = (ended - begun) / 1000 if begun and ended else None
    return TaskState(task.task_key, task.run_id or 0, result or life, seconds, task.attempt_number or 0)


def _states(run: Run | RunTask) -> tuple[str, str]:
    """Life cycle and result. Values that this SDK does not know arrive as None: read as still pending."""
    if run.state and run.state.life_cycle_state:
        result = run.state.result_state.value if run.state.result_state else ""
        return run.state.life_cycle_state.value, result
    if run.status and run.status.state:
        return run.status.state.value, ""
    return "PENDING", ""


@dataclass(frozen=True, slots=True)
class Output:
    """What a task left behind: its error, the trace of it, and the end of its log."""

    error: str = ""
    trace: str = ""
    log_tail: str = ""


def output(ws: Workspace, task_run_id: int) -> Output:
    """The output of one task's run; empty when the service has none (yet)."""
    from databricks.sdk.errors.base import DatabricksError

    try:
        found = ws.client.jobs.get_run_output(task_run_id)
    except DatabricksError:  # not started yet, or its output has expired: nothing to show is not a failure
        return Output()
    tail = "\n".join((found.logs or "").rstrip().splitlines()[-LOG_TAIL_LINES:])
    return Output(error=found.error or "", trace=found.error_trace or "", log_tail=tail)
