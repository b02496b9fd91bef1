"""Dynamic value references: `{{job.run_id}}` and its relatives, replaced when a task starts.

The names are those of the Databricks docs, "What is a dynamic value reference?", with the older ones without a
namespace that are still accepted. What is not known is left as it stands, as the service does with plain text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from wizard.sandbox.jobs.states import Doc, outcome_of

_REFERENCE = re.compile(r"\{\{\s*([A-Za-z_][\w.\-]*)\s*\}\}")


def resolve(value: Any, values: Mapping[str, str]) -> Any:
    """`value` (text, or lists and mappings of it) with every known reference replaced."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: values.get(match.group(1), match.group(0)), value)
    if isinstance(value, list):
        return [resolve(item, values) for item in value]
    if isinstance(value, dict):
        return {key: resolve(item, values) for key, item in value.items()}
    return value


def names(run: Doc, task: Doc, *, host: str, workspace_id: str) -> dict[str, str]:
    """Every reference that `task` of `run` may make, by name."""
    values = {
        "job.id": str(run.get("job_id", "")),
        "job.name": run["run_name"],
        "job.run_id": str(run["run_id"]),
        "job.repair_count": str(len(run["repair_history"]) - 1),
        "job.trigger.type": run["trigger"].lower(),
        "task.name": task["task_key"],
        "task.run_id": str(task["run_id"]),
        "task.execution_count": str(task["attempt_number"] + 1),
        "workspace.id": workspace_id,
        "workspace.url": host,
        "job_id": str(run.get("job_id", "")),
        "parent_run_id": str(run["run_id"]),
        "run_id": str(task["run_id"]),
        "task_key": task["task_key"],
        "task_retry_count": str(task["attempt_number"]),
        "start_time": str(task.get("start_time", 0)),
        "start_date": _moment(task.get("start_time", 0)).date().isoformat(),
    }
    values |= _times("job.start_time", run["start_time"]) | _times("job.trigger.time", run["start_time"])
    values |= {f"job.parameters.{p['name']}": p.get("value", p["default"]) for p in run["job_parameters"]}
    for other in run["tasks"]:
        values |= _of_task(other, run["sandbox"]["task_values"])
    return values


def _of_task(task: Doc, task_values: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    prefix = f"tasks.{task['task_key']}"
    outcome = outcome_of(task)
    found = {
        f"{prefix}.run_id": str(task["run_id"]),
        f"{prefix}.execution_count": str(task["attempt_number"] + 1),
        f"{prefix}.result_state": outcome.value.lower() if outcome else "",
    }
    return found | {f"{prefix}.values.{k}": _text(v) for k, v in task_values.get(task["task_key"], {}).items()}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _times(name: str, milliseconds: int) -> dict[str, str]:
    moment = _moment(milliseconds)
    return {
        f"{name}.iso_date": moment.date().isoformat(),
        f"{name}.iso_datetime": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        f"{name}.iso_weekday": str(moment.isoweekday()),
        f"{name}.is_weekday": str(moment.isoweekday() < 6).lower(),
        f"{name}.timestamp_ms": str(milliseconds),
        f"{name}.year": str(moment.year),
        f"{name}.month": str(moment.month),
        f"{name}.day": str(moment.day),
        f"{name}.hour": str(moment.hour),
        f"{name}.minute": str(moment.minute),
        f"{name}.second": str(moment.second),
    }
