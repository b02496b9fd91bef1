"""Statements under way and their results, from the moment one is submitted until an hour after its end.

A statement outlives the request that submitted it: it runs on a thread of its own pool, is polled, fetched chunk by
chunk, and cancelled by other requests. What is left of it in the end is a line of history in the store.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wizard.sandbox import warehouses
from wizard.sandbox.api import Principal
from wizard.sandbox.engine import Limits
from wizard.sandbox.sql import chunks
from wizard.sandbox.sql.errors import SqlError
from wizard.sandbox.sql.front import run

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

_log = logging.getLogger(__name__)
RUNNING_AT_ONCE = 12
KEPT_SECONDS = 3600
KEPT_BYTES = 128 * 1024 * 1024
_INTERRUPT_SECONDS = 0.05


@dataclass
class Statement:
    """One submitted statement. `state` is the API's; `chunks` are there once it is SUCCEEDED, until it is CLOSED."""

    id: str
    principal: Principal
    request: Mapping[str, Any]
    submitted: float
    state: str = "PENDING"
    error: SqlError | None = None
    chunks: chunks.Chunks | None = None
    ended: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)
    cancelled: threading.Event = field(default_factory=threading.Event)


class Executions:
    """The statements of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._pool = ThreadPoolExecutor(RUNNING_AT_ONCE, "statement")
        self._lock = threading.Lock()
        self._statements: dict[str, Statement] = {}

    def submit(self, principal: Principal, request: Mapping[str, Any]) -> Statement:
        """Start a statement; `request` is the body of the API's call, already validated."""
        found = Statement(str(uuid.uuid4()), principal, request, self._sandbox.clock())
        with self._lock:
            self._statements[found.id] = found
            self._forget_old()
        self._pool.submit(self._run, found)
        return found

    def get(self, number: str) -> Statement | None:
        """Return a statement by its id; one that ended long ago comes from the history, CLOSED."""
        with self._lock:
            self._forget_old()
            found = self._statements.get(number)
        if found:
            return found
        past = self._sandbox.store.get("statement", number)
        if not past:
            return None
        closed = Statement(number, Principal(past["user_name"]), {}, past["submitted"], state=past["state"])
        if past["state"] == "FAILED":
            closed.error = SqlError(past["error_code"], past["error_message"], past["sql_state"])
        elif past["state"] == "SUCCEEDED":
            closed.state = "CLOSED"
        closed.over.set()
        return closed

    def cancel(self, found: Statement) -> None:
        """Ask a statement to stop; its state tells when it has."""
        if found.over.is_set() or found.cancelled.is_set():
            return
        found.cancelled.set()
        threading.Thread(target=self._interrupt, args=(found,), name="statement-cancel", daemon=True).start()

    def close(self) -> None:
        """Cancel everything that runs and let the threads go."""
        with self._lock:
            running = list(self._statements.values())
        for found in running:
            self.cancel(found)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, found: Statement) -> None:
        try:
            self._execute(found)
        except SqlError as error:
            found.error = None if error.error_code == "CANCELLED" else error
            found.state = "CANCELED" if error.error_code == "CANCELLED" else "FAILED"
        except Exception:
            _log.exception("statement %s", found.id)
            found.error = SqlError("INTERNAL_ERROR", "[INTERNAL_ERROR] The sandbox could not run this statement. "
                                   "SQLSTATE: XX000", "XX000")  # fmt: skip
            found.state = "FAILED"
        finally:
            found.ended = self._sandbox.clock()
            self._remember(found)
            found.over.set()

    def _execute(self, found: Statement) -> None:
        request = found.request
        # A statement on a warehouse that starts is PENDING; a cancel ends the wait.
        found.cancelled.wait(warehouses.seconds_until_running(self._sandbox, request["warehouse_id"]))
        if found.cancelled.is_set():
            found.state = "CANCELED"
            return
        found.state = "RUNNING"
        limits = Limits(rows=request.get("row_limit") or float("inf"), size=2.5 * chunks.INLINE_BYTES)
        parameters: Sequence[Mapping[str, Any]] = request.get("parameters") or ()
        answer = run(
            self._sandbox, found.principal, request["statement"], catalog=request.get("catalog"),
            schema=request.get("schema"), parameters=parameters, operation_id=found.id, limits=limits,
            serverless=warehouses.is_serverless(self._sandbox, request["warehouse_id"]),
        )  # fmt: skip
        found.chunks = chunks.cut(answer, request.get("byte_limit"))
        found.state = "SUCCEEDED"

    def _interrupt(self, found: Statement) -> None:
        """Interrupt until the statement is over: the engine may learn of it only after the first attempt."""
        while not found.over.wait(_INTERRUPT_SECONDS):
            self._sandbox.engine.interrupt(found.id)

    def _remember(self, found: Statement) -> None:
        request = found.request
        self._sandbox.store.put("statement", found.id, {
            "statement_id": found.id, "statement_text": request["statement"], "user_name": found.principal.user_name,
            "warehouse_id": request["warehouse_id"], "submitted": found.submitted, "ended": found.ended,
            "state": found.state, "rows": found.chunks.total_rows if found.chunks else 0,
            "error_code": found.error.error_code if found.error else None,
            "error_message": found.error.message if found.error else None,
            "sql_state": found.error.sql_state if found.error else None, "query_tags": request.get("query_tags") or [],
        })  # fmt: skip

    def _forget_old(self) -> None:
        """Let go of results an hour after their end; earlier, the oldest first, when they take too much room."""
        over = [found for found in self._statements.values() if found.over.is_set()]
        room = sum(found.chunks.size for found in over if found.chunks) - KEPT_BYTES
        for found in over:
            size = found.chunks.size if found.chunks else 0
            if room > 0 or self._sandbox.clock() - found.ended > KEPT_SECONDS:
                del self._statements[found.id]
                room -= size


_LOCK = threading.Lock()
_EXECUTIONS: dict[Sandbox, Executions] = {}


def executions(sandbox: Sandbox) -> Executions:
    """Return the one registry of a sandbox; it closes with it."""
    with _LOCK:
        if sandbox not in _EXECUTIONS:
            _EXECUTIONS[sandbox] = Executions(sandbox)
            sandbox.on_close.append(lambda: _close(sandbox))
        return _EXECUTIONS[sandbox]


def _close(sandbox: Sandbox) -> None:
    with _LOCK:
        closing = _EXECUTIONS.pop(sandbox)
    closing.close()
