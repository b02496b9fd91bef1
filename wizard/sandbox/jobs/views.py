"""Jobs and runs as the API shows them: what is internal taken out, long lists cut into pages.

Since API 2.2 the lists inside a job or a run hold at most 100 elements; `next_page_token` asks for the next hundred
(SDK source, JobsExt.get and JobsExt.get_run).
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from wizard.sandbox.api import invalid
from wizard.sandbox.jobs import access
from wizard.sandbox.jobs.states import Doc

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

ELEMENTS = 100
_JOB_LISTS = ("tasks", "job_clusters", "parameters", "environments")
_RUN_LISTS = ("tasks", "job_clusters", "job_parameters", "repair_history")
_DETAILS = ("tasks", "job_clusters")


def job(doc: Doc, page_token: str = "") -> Doc:
    """A job as jobs/get answers it."""
    settings, more = _cut(doc["settings"], _JOB_LISTS, page_token)
    shown = base_job(doc) | {"settings": settings, "run_as_user_name": run_as(doc)}
    return shown | ({"has_more": True, "next_page_token": more} if more else {})


def listed_job(doc: Doc, *, expand: bool) -> Doc:
    """A job as jobs/list shows it: its tasks only when asked for."""
    if not expand:
        brief = {field: value for field, value in doc["settings"].items() if field not in _DETAILS}
        return base_job(doc) | {"settings": brief}
    settings, more = _cut(doc["settings"], _JOB_LISTS, "")
    return base_job(doc) | {"settings": settings, "has_more": bool(more)}


def base_job(doc: Doc) -> Doc:
    """What every view of a job has."""
    return {field: doc[field] for field in ("job_id", "creator_user_name", "created_time")}


def run_as(doc: Doc) -> str:
    """With whose rights a job runs: as its settings say, else its owner."""
    wanted = doc["settings"].get("run_as", {})
    return str(wanted.get("user_name") or wanted.get("service_principal_name") or access.owner_of(doc["access"]))


def run(sandbox: Sandbox, doc: Doc, page_token: str = "", *, history: bool = False) -> Doc:
    """A run as runs/get answers it."""
    shown, more = _cut(_public(sandbox, doc, history=history), _RUN_LISTS, page_token)
    return shown | ({"has_more": True, "next_page_token": more} if more else {})


def listed_run(sandbox: Sandbox, doc: Doc, *, expand: bool) -> Doc:
    """A run as runs/list shows it."""
    shown = _public(sandbox, doc, history=False)
    if not expand:
        return {field: value for field, value in shown.items() if field not in _DETAILS}
    cut, more = _cut(shown, _RUN_LISTS, "")
    return cut | {"has_more": bool(more)}


def task_run(sandbox: Sandbox, doc: Doc, task: Doc) -> Doc:
    """One attempt of a task, as a run of its own: runs/get and the metadata of runs/get-output."""
    first = next(t for t in doc["tasks"] if t["task_key"] == task["task_key"])
    shared = ("job_id", "number_in_job", "creator_user_name", "run_type", "format", "trigger")
    return (
        {field: doc[field] for field in shared if field in doc}
        | {
            "run_name": task["task_key"],
            "job_run_id": doc["run_id"],
            "original_attempt_run_id": first["run_id"],
            "run_page_url": page_url(sandbox, doc, task["run_id"]),
            "tasks": [_task(sandbox, doc, task)],
        }
        | {field: value for field, value in task.items() if field in _TASK_RUN_FIELDS}
    )


_TASK_RUN_FIELDS = {
    "run_id", "attempt_number", "state", "status", "start_time", "end_time", "setup_duration", "execution_duration",
    "cleanup_duration", "run_duration", "description",
}  # fmt: skip


def page_url(sandbox: Sandbox, doc: Doc, run_id: int) -> str:
    """Where a person would look at the run in a workspace."""
    return f"{sandbox.host_url}/?o={sandbox.workspace_id}#job/{doc.get('job_id', doc['run_id'])}/run/{run_id}"


def _public(sandbox: Sandbox, doc: Doc, *, history: bool) -> Doc:
    hidden = {"sandbox"} if history else {"sandbox", "repair_history"}
    shown = {field: value for field, value in doc.items() if field not in hidden}
    if history:  # the item of a repair that is going on follows the run
        last = doc["repair_history"][-1] | {"state": doc["state"], "status": doc["status"]}
        shown["repair_history"] = [*doc["repair_history"][:-1], last]
    shown["run_page_url"] = page_url(sandbox, doc, doc["run_id"])
    shown["tasks"] = [_task(sandbox, doc, task) for task in doc["tasks"]]
    return shown


def _task(sandbox: Sandbox, doc: Doc, task: Doc) -> Doc:
    return task | {"run_page_url": page_url(sandbox, doc, task["run_id"])}


def _cut(doc: Doc, lists: tuple[str, ...], token: str) -> tuple[Doc, str]:
    """The page of every list in `doc` that `token` asks for, and the token of the next one, empty at the end."""
    start = offset(token)
    pages = {field: doc[field][start : start + ELEMENTS] for field in lists if field in doc}
    more = any(len(doc[field]) > start + ELEMENTS for field in pages)
    return doc | pages, page_token(start + ELEMENTS) if more else ""


def page_token(position: int) -> str:
    """A position in a list, as a token that clients do not take apart."""
    return base64.urlsafe_b64encode(f"from:{position}".encode()).decode()


def offset(token: str) -> int:
    """The position in a token; 0 without one. Raises ApiError 400."""
    if not token:
        return 0
    try:
        return int(base64.urlsafe_b64decode(token.encode()).decode().removeprefix("from:"))
    except (binascii.Error, ValueError):
        raise invalid("Invalid page token.") from None
