"""SQL through the Statement Execution API.

A failed statement comes back over HTTP 200 with its state FAILED, so nothing here trusts the absence of an exception.
The wait is a poll of our own, because the SDK's waiters cannot be interrupted.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wizard.errors import CancelledError, WizardError

if TYPE_CHECKING:
    from databricks.sdk import WorkspaceClient
    from databricks.sdk.service.sql import StatementResponse

WAIT_IN_CALL = "5s"  # the shortest that the service accepts besides 0s: a cancel waits at most this long
LONGEST_POLL = 5.0


@dataclass(frozen=True, slots=True)
class Rows:
    """A result: column names, cells as the service sends them (text or None), and the columns' types, e.g. DECIMAL."""

    columns: tuple[str, ...] = ()
    rows: list[list[str | None]] = field(default_factory=list)
    types: tuple[str, ...] = ()

    def one(self) -> dict[str, str | None]:
        """The only row, by column name."""
        return dict(zip(self.columns, self.rows[0], strict=True))


class SqlError(WizardError):
    """A statement that the warehouse ran and refused."""

    def __init__(self, code: str, message: str, statement: str, statement_id: str = "") -> None:
        number = f" (statement {statement_id})" if statement_id else ""
        super().__init__(message.strip() or code, f"The statement was: {shorten(statement)}{number}")
        self.code = code


def shorten(statement: str, width: int = 160) -> str:
    """A statement on one line."""
    line = " ".join(statement.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def run_sql(
    client: WorkspaceClient,
    warehouse_id: str,
    statement: str,
    cancelled: threading.Event,
    timeout: float = 3600.0,
    on_pending: Callable[[float], object] = lambda _seconds: None,
) -> Rows:
    """Run one statement to its end.

    `timeout` is in seconds. `on_pending` hears at every look for how many seconds the statement has been waiting for
    its turn, as it does while its warehouse starts.

    Raises SqlError when the service refuses the statement, CancelledError when `cancelled` is set meanwhile (the
    statement is cancelled too), WizardError when the time is up.
    """
    from databricks.sdk.service.sql import StatementState

    began, delay = time.monotonic(), 0.05
    response = client.statement_execution.execute_statement(
        statement=statement, warehouse_id=warehouse_id, wait_timeout=WAIT_IN_CALL
    )
    while _state(response) in (StatementState.PENDING, StatementState.RUNNING):
        statement_id = response.statement_id or ""
        if cancelled.wait(delay):
            client.statement_execution.cancel_execution(statement_id)
            raise CancelledError("The statement was cancelled.")
        if time.monotonic() > began + timeout:
            client.statement_execution.cancel_execution(statement_id)
            raise WizardError(
                f"A statement did not end within {timeout:.0f} s and was cancelled.",
                f"It was: {shorten(statement)}",
            )
        if _state(response) is StatementState.PENDING:
            on_pending(time.monotonic() - began)
        delay = min(delay * 1.5, LONGEST_POLL)
        response = client.statement_execution.get_statement(statement_id)
    if _state(response) is not StatementState.SUCCEEDED:
        error = response.status.error if response.status else None
        code = error.error_code.value if error and error.error_code else "UNKNOWN"
        raise SqlError(code, (error.message if error else None) or "", statement, response.statement_id or "")
    return _collect(client, response)


def _state(response: StatementResponse) -> object:
    return response.status.state if response.status else None


def _collect(client: WorkspaceClient, response: StatementResponse) -> Rows:
    schema = response.manifest.schema if response.manifest else None
    found = (schema.columns or []) if schema else []
    rows: list[list[str | None]] = []
    chunk = response.result
    while chunk:
        rows += [list(row) for row in chunk.data_array or []]
        if chunk.next_chunk_index is None:
            break
        chunk = client.statement_execution.get_statement_result_chunk_n(
            response.statement_id or "", chunk.next_chunk_index
        )
    types = tuple(c.type_name.value if c.type_name else "" for c in found)
    return Rows(tuple(c.name or "" for c in found), rows, types)
