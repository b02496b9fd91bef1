"""Takes single objects away, never by force: the service itself refuses what is not empty.

So what somebody put into a schema after it was looked at is as safe as what was seen there. Each function answers
whether the object was there; a refusal is a WizardError, silence is a NoAnswerError.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from wizard.errors import CancelledError, WizardError
from wizard.workspace.client import Workspace
from wizard.workspace.errors import is_missing, translate
from wizard.workspace.inventory import DEFAULT

RUNS_END_SECONDS = 30.0
FIRST_POLL = 0.05
STOPPED = "What is gone is gone; remove the demo again for the rest."


class NoAnswerError(WizardError):
    """The workspace did not answer: what is asked next would not be answered either."""


def job(ws: Workspace, job_id: int) -> bool:
    """Cancel the job's runs, wait until they have ended (half a minute at most), and delete it.

    A run that goes on would write into tables that are about to go, or make them anew.
    """

    def delete() -> None:
        ws.client.jobs.cancel_all_runs(job_id=job_id)
        _await_runs(ws, job_id)
        ws.client.jobs.delete(job_id)

    return _gone(f"deleting job {job_id}", delete)


def _await_runs(ws: Workspace, job_id: int) -> None:
    end, delay = time.monotonic() + RUNS_END_SECONDS, FIRST_POLL
    while any(True for _ in ws.client.jobs.list_runs(job_id=job_id, active_only=True)):
        if ws.cancelled.wait(delay):
            raise CancelledError("The removal was stopped while runs of the job were ending.", STOPPED)
        if time.monotonic() > end:
            return
        delay *= 1.5


def folder(ws: Workspace, path: str) -> bool:
    """Delete a folder of the workspace with everything in it."""
    return _gone(f"deleting {path}", lambda: ws.client.workspace.delete(path, recursive=True))


def table(ws: Workspace, full_name: str) -> bool:
    """Drop a table or a view."""
    return _gone(f"dropping {full_name}", lambda: ws.client.tables.delete(full_name))


def schema(ws: Workspace, full_name: str) -> bool:
    """Drop an empty schema."""
    return _gone(f"dropping schema {full_name}", lambda: ws.client.schemas.delete(full_name))


def catalog(ws: Workspace, name: str) -> bool:
    """Drop a catalog that holds nothing, or only the empty schema that it was born with."""
    schema(ws, f"{name}.{DEFAULT}")
    return _gone(f"dropping catalog {name}", lambda: ws.client.catalogs.delete(name))


def _gone(doing: str, delete: Callable[[], object]) -> bool:
    """Do it; False when the object was not there."""
    from databricks.sdk.errors.base import DatabricksError

    try:
        delete()
    except DatabricksError as error:
        if is_missing(error):
            return False
        raise translate(error, doing) from error
    except OSError as error:  # the network's errors, and the SDK's own after its last retry
        found = translate(error, doing)
        raise NoAnswerError(found.message, found.hint) from error
    return True
