"""Asking for runs: run-now, submit and repair, once each.

A request that carries an idempotency token is answered with the first run made for that token, however often a client
retries it and however that run ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.sandbox.api import ApiError, invalid
from wizard.sandbox.jobs import graph, records
from wizard.sandbox.jobs.runtime import scheduler
from wizard.sandbox.jobs.scheduler import new_id
from wizard.sandbox.jobs.states import Doc, Outcome, outcome_of

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

TOKEN_LENGTH = 64


def create_run(sandbox: Sandbox, request: records.Request, token: str) -> Doc:
    """Make a run and start it, or return the one that this token made before (ApiError 400 if that was deleted)."""
    if len(token) > TOKEN_LENGTH:
        raise invalid(f"idempotency_token must not be longer than {TOKEN_LENGTH} characters.")
    with scheduler(sandbox).lock:
        known = sandbox.store.get("job_token", token) if token else None
        if known:
            return _again(sandbox, known["run_id"], token)
        with sandbox.store.transaction():
            run_id = new_id(sandbox)
            run = records.new_run(request, run_id, sandbox.now(), lambda: new_id(sandbox))
            for task in run["tasks"]:
                sandbox.store.put("job_task", str(task["run_id"]), {"run_id": run_id})
            if token:
                sandbox.store.put("job_token", token, {"run_id": run_id})
        scheduler(sandbox).launch(run)
        return run


def _again(sandbox: Sandbox, run_id: int, token: str) -> Doc:
    run = sandbox.store.get("job_run", str(run_id))
    if run is None:
        raise invalid(f"The run with idempotency token {token} has been deleted.")
    return run


def repair_run(sandbox: Sandbox, run_id: int, body: Doc) -> int:
    """Run tasks of an ended run again, as `body` of runs/repair says, and return the id of the repair."""
    with scheduler(sandbox).lock:
        run = sandbox.store.get("job_run", str(run_id))
        if run is None:
            raise invalid(f"Run {run_id} does not exist.")
        if not outcome_of(run):
            raise ApiError(400, "INVALID_STATE", f"Run {run_id} can not be repaired while it is active.")
        _check_latest(run, body.get("latest_repair_id"))
        keys = _to_rerun(run, body)
        run["job_parameters"] = records.parameters(run["job_parameters"], body.get("job_parameters") or {})
        run["overriding_parameters"] |= {k: body[k] for k in records.LEGACY_PARAMETERS if k in body}
        repair_id = new_id(sandbox)
        scheduler(sandbox).repair(run, keys, repair_id)
        return repair_id


def _check_latest(run: Doc, given: int | None) -> None:
    latest = run["repair_history"][-1].get("id")
    if latest and given is None:
        raise invalid("The latest repair ID needs to be provided in order to create a new repair")
    if given is not None and given != latest:
        raise invalid(f"The latest repair ID of run {run['run_id']} is not {given}.")


def _to_rerun(run: Doc, body: Doc) -> set[str]:
    tasks = records.latest(run)
    named = set(body.get("rerun_tasks") or [])
    if bool(named) is bool(body.get("rerun_all_failed_tasks")):
        raise invalid("Exactly one of rerun_tasks and rerun_all_failed_tasks must be specified.")
    if unknown := named - tasks.keys():
        raise invalid(f"Task {min(unknown)} does not exist in run {run['run_id']}.")
    if not named:
        named = {key for key, task in tasks.items() if outcome_of(task) not in (Outcome.SUCCESS, Outcome.DISABLED)}
    if body.get("rerun_dependent_tasks"):
        named = graph.descendants(list(tasks.values()), named)
    if not named:
        raise invalid(f"Run {run['run_id']} has no failed tasks to repair.")
    return named
