"""The SQL warehouse for statements: which one, and what to say while statements wait for it to start.

A stopped warehouse starts with the first statement: serverless ones in some ten seconds, others in minutes.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from wizard.errors import PreflightError
from wizard.workspace.errors import advised
from wizard.workspace.notices import notice

if TYPE_CHECKING:
    from databricks.sdk import WorkspaceClient
    from databricks.sdk.service.sql import EndpointInfo

PATIENT_SECONDS = 2.0
"""A statement that waits for less is not worth a word."""
TOLD_EVERY = 10.0


def choose(client: WorkspaceClient) -> EndpointInfo:
    """The one that the profile names, or a running one first, then a serverless one.

    Raises PreflightError when there is none that we may use.
    """
    with advised("listing the SQL warehouses"):
        found = [one for one in client.warehouses.list() if state(one) not in ("DELETED", "DELETING")]
    if not found:
        raise PreflightError(
            "There is no SQL warehouse that you may use.",
            "Ask an admin for CAN USE on a warehouse and the entitlement 'Databricks SQL access'.",
        )
    return min(found, key=lambda one: _rank(one, str(client.config.warehouse_id or "")))


def _rank(one: EndpointInfo, wanted: str) -> tuple[bool, bool, bool, str]:
    return (one.id != wanted, state(one) != "RUNNING", not one.enable_serverless_compute, one.name or "")


def state(warehouse: EndpointInfo) -> str:
    """RUNNING, STOPPED, STARTING, …; empty when it does not say."""
    return warehouse.state.value if warehouse.state else ""


class Waiting:
    """Tells what statements wait for: one of them speaks for all, and not all the time."""

    def __init__(self, client: WorkspaceClient, every: float = TOLD_EVERY) -> None:
        self._client, self._every = client, every
        self._lock = threading.Lock()
        self._told_at = float("-inf")

    def tell(self, warehouse: EndpointInfo, seconds: float) -> None:
        """A statement has been waiting for so long."""
        if seconds < PATIENT_SECONDS or not self._is_time():
            return
        now = self._state_of(warehouse)
        if now == "RUNNING":
            notice(f"the SQL warehouse {warehouse.name} is busy: a statement has waited {seconds:.0f} s for its turn")
        else:
            what = {"STARTING": "is starting", "STOPPED": "is stopped, and starts now"}.get(now, f"is {now.lower()}")
            notice(f"the SQL warehouse {warehouse.name} {what}: statements wait for it ({seconds:.0f} s so far)")

    def _is_time(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if now - self._told_at < self._every:
                return False
            self._told_at = now
            return True

    def _state_of(self, warehouse: EndpointInfo) -> str:
        """As it is now; not known where we may use it, but not look at it."""
        from databricks.sdk.errors.base import DatabricksError

        try:
            now = self._client.warehouses.get(warehouse.id or "").state
        except DatabricksError:
            now = None
        return now.value if now else "not ready"
