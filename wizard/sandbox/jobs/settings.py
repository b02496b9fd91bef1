"""Job settings: completed as the service completes them, and refused as it refuses them.

Only serverless compute exists here, as on workspaces without classic compute, so every task that the service would run
on a cluster is refused with the same words. Kinds of task that nobody here can execute are refused when a job is made
rather than when it runs: a demo should fail early.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wizard.sandbox.api import invalid
from wizard.sandbox.jobs import graph
from wizard.sandbox.jobs.states import Doc

KINDS = ("sql_task", "spark_python_task", "notebook_task", "condition_task")
RUN_IF = ("ALL_SUCCESS", "ALL_DONE", "NONE_FAILED", "AT_LEAST_ONE_SUCCESS", "ALL_FAILED", "AT_LEAST_ONE_FAILED")
CONDITION_OPS = (
    "EQUAL_TO",
    "NOT_EQUAL",
    "GREATER_THAN",
    "GREATER_THAN_OR_EQUAL",
    "LESS_THAN",
    "LESS_THAN_OR_EQUAL",
)
MAX_TASKS = 1000

_KEY = re.compile(r"[\w-]{1,100}")
_PARAMETER_NAME = re.compile(r"[\w.-]{1,100}")
_CLUSTERS = ("existing_cluster_id", "new_cluster", "job_cluster_key")


def complete(settings: Doc) -> Doc:
    """Checked settings with the fields that the service adds (ApiError 400 when they are not valid)."""
    check(settings)
    defaults: Doc = {
        "name": "Untitled",
        "email_notifications": {},
        "webhook_notifications": {},
        "timeout_seconds": 0,
        "max_concurrent_runs": 1,
        "format": "MULTI_TASK",
    }
    return defaults | settings | {"tasks": [complete_task(task) for task in settings["tasks"]]}


def complete_task(task: Doc) -> Doc:
    """A task with the fields that the service adds."""
    defaults: Doc = {
        "run_if": "ALL_SUCCESS",
        "timeout_seconds": 0,
        "email_notifications": {},
        "webhook_notifications": {},
    }
    done = defaults | task
    if "notebook_task" in done:
        done["notebook_task"] = {"source": "WORKSPACE"} | done["notebook_task"]
    return done


def merge(settings: Doc, new: Doc, remove: Sequence[str] = ()) -> Doc:
    """Settings after `jobs/update`: top-level fields replaced, lists of keyed entries merged by their key."""
    merged = dict(settings)
    for field, value in new.items():
        key = _LIST_KEYS.get(field)
        merged[field] = _merged_list(merged.get(field, []), value, key) if key else value
    for path in remove:
        field, _, entry = path.partition("/")
        if entry and field in _LIST_KEYS:
            merged[field] = [item for item in merged.get(field, []) if item.get(_LIST_KEYS[field]) != entry]
        else:
            merged.pop(field, None)
    return merged


_LIST_KEYS = {"tasks": "task_key", "job_clusters": "job_cluster_key", "environments": "environment_key"}


def _merged_list(old: Sequence[Doc], new: Sequence[Doc], key: str) -> list[Doc]:
    entries = {item.get(key): item for item in old} | {item.get(key): item for item in new}
    return list(entries.values())


def check(settings: Doc) -> None:
    """Refuse settings that the service would refuse (ApiError 400)."""
    tasks = settings.get("tasks")
    if not isinstance(tasks, list) or not tasks:
        raise invalid("At least one task must be specified.")
    if len(tasks) > MAX_TASKS:
        raise invalid(f"The number of tasks exceeds the limit of {MAX_TASKS}.")
    if settings.get("job_clusters"):
        raise invalid("Only serverless compute is supported in the workspace.")
    if settings.get("git_source"):
        raise invalid("Git sources are not available in this workspace: use files of the workspace.")
    if not 0 <= _whole(settings, "max_concurrent_runs", 1) <= 1000:
        raise invalid("max_concurrent_runs must be between 0 and 1000.")
    if _whole(settings, "timeout_seconds", 0) < 0:
        raise invalid("timeout_seconds must not be negative.")
    _check_parameters(settings.get("parameters", []))
    environments = {item.get("environment_key") for item in settings.get("environments", [])}
    for task in tasks:
        check_task(task, environments)
    graph.check(tasks)


def check_task(task: Doc, environments: set[Any]) -> None:
    """Refuse one task that the service would refuse (ApiError 400)."""
    key = task.get("task_key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise invalid(
            f"Invalid task key '{key or ''}'. Task keys have 1 to 100 characters: letters, digits, '-' and '_'."
        )
    kind = kind_of(task)
    if any(task.get(field) for field in _CLUSTERS):
        raise invalid("Only serverless compute is supported in the workspace.")
    _check_environment(task, kind, environments)
    _check_numbers(task)
    if task.get("run_if", "ALL_SUCCESS") not in RUN_IF:
        raise invalid(f"Task {key}: run_if must be one of {', '.join(RUN_IF)}.")
    _CHECKS[kind](key, task[kind])


def kind_of(task: Doc) -> str:
    """The field that says what a task does (ApiError 400 unless exactly one of a known kind is there)."""
    kinds = [field for field in task if field.endswith("_task")]
    if len(kinds) != 1:
        raise invalid(f"Task {task.get('task_key')}: exactly one task type must be specified.")
    if kinds[0] not in KINDS:
        raise invalid(f"Task {task.get('task_key')}: tasks of type {kinds[0]} are not available in this workspace.")
    return kinds[0]


def _check_environment(task: Doc, kind: str, environments: set[Any]) -> None:
    key, wanted = task["task_key"], task.get("environment_key")
    if kind == "spark_python_task" and not wanted:
        raise invalid(
            f"An environment is required for serverless task {key}. Please define one using `environments` and "
            "`environment_key`. For more details, please refer to the API documentation at https://docs.databricks.com"
        )
    if wanted and kind in ("sql_task", "condition_task"):
        raise invalid(f"A task environment can not be provided for {kind.removesuffix('_task')} task {key}.")
    if wanted and wanted not in environments:
        raise invalid(f"Task {key} refers to environment '{wanted}', which is not defined in `environments`.")


def _check_numbers(task: Doc) -> None:
    for field, least in (("max_retries", -1), ("min_retry_interval_millis", 0), ("timeout_seconds", 0)):
        if _whole(task, field, 0) < least:
            raise invalid(f"Task {task['task_key']}: {field} must not be less than {least}.")


def _check_sql(key: str, sql: Doc) -> None:
    if not sql.get("warehouse_id"):
        raise invalid(f"Task {key}: a SQL task requires a warehouse_id.")
    chosen = [field for field in ("file", "query", "dashboard", "alert") if sql.get(field)]
    if len(chosen) != 1:
        raise invalid(f"Task {key}: a SQL task must specify exactly one of file, query, dashboard or alert.")
    if chosen[0] != "file":
        raise invalid(f"Task {key}: SQL tasks with a {chosen[0]} are not available in this workspace: use a file.")
    _check_path(key, sql["file"], "path")


def _check_path(key: str, task: Doc, field: str) -> None:
    path = task.get(field)
    if task.get("source", "WORKSPACE") != "WORKSPACE":
        raise invalid(f"Task {key}: the source must be WORKSPACE: no git source is defined for the job.")
    if not isinstance(path, str) or not path.startswith("/"):
        raise invalid(f"Task {key}: {field} must be an absolute workspace path, got '{path or ''}'.")


def _check_python(key: str, python: Doc) -> None:
    _check_path(key, python, "python_file")
    parameters = python.get("parameters", [])
    if not isinstance(parameters, list) or not all(isinstance(item, str) for item in parameters):
        raise invalid(f"Task {key}: parameters must be a list of strings.")


def _check_notebook(key: str, notebook: Doc) -> None:
    _check_path(key, notebook, "notebook_path")
    if not isinstance(notebook.get("base_parameters", {}), Mapping):
        raise invalid(f"Task {key}: base_parameters must be a map of strings.")


def _check_condition(key: str, condition: Doc) -> None:
    if condition.get("op") not in CONDITION_OPS or "left" not in condition or "right" not in condition:
        raise invalid(f"Task {key}: a condition needs left, right and an op out of {', '.join(CONDITION_OPS)}.")


_CHECKS = {
    "sql_task": _check_sql,
    "spark_python_task": _check_python,
    "notebook_task": _check_notebook,
    "condition_task": _check_condition,
}


def _check_parameters(parameters: Sequence[Doc]) -> None:
    seen: set[str] = set()
    for parameter in parameters:
        name = parameter.get("name", "")
        if not _PARAMETER_NAME.fullmatch(name):
            raise invalid(f"Invalid job parameter name '{name}'.")
        if name in seen:
            raise invalid(f"Duplicate job parameter name '{name}'.")
        if not isinstance(parameter.get("default"), str):
            raise invalid(f"Job parameter '{name}' requires a default value.")
        seen.add(name)


def _whole(doc: Doc, field: str, default: int) -> int:
    value = doc.get(field, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid(f"{field} must be a whole number.")
    return value
