"""Repairing a job run: only what failed runs again, in the same run, and what depends on it."""

from __future__ import annotations

from wizard.workspace import jobs
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised


def repair(ws: Workspace, run_id: int) -> bool:
    """Run again what failed in a run that has ended, and what depends on it; False when the service will not.

    A call whose answer was lost is not done twice: a repair that is going on, or one more than before, is it.
    """
    from databricks.sdk.errors.platform import BadRequest

    before = _latest_repair(ws, run_id)
    with advised("repairing the job run"):
        try:
            ws.client.jobs.repair_run(
                run_id, latest_repair_id=before, rerun_all_failed_tasks=True, rerun_dependent_tasks=True
            )
        except Exception as error:
            if _latest_repair(ws, run_id) != before or not jobs.read(ws, run_id).ended:
                return True
            if isinstance(error, BadRequest):
                return False
            raise
    return True


def _latest_repair(ws: Workspace, run_id: int) -> int | None:
    with advised("looking for repairs of the job run"):
        history = ws.client.jobs.get_run(run_id, include_history=True).repair_history or []
    return max((item.id for item in history if item.id), default=None)
