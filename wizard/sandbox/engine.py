"""The sandbox's query engine: one Sail server inside this process, asked over Spark Connect.

Everything that needs rows goes through here: the SQL front end by `Engine.query`, and databricks-connect by the same
address from outside. The engine finds tables by asking the sandbox's own Unity Catalog service with a token of its own.
Its settings are read once, when it starts, from the environment.
"""

from __future__ import annotations

import importlib
import math
import os
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from wizard.sandbox.sql.engine_errors import EngineError, translate

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Engine", "EngineError", "Limits"]

_T = TypeVar("_T")
_SESSIONS = uuid.UUID("6f0b8a52-3c1e-4f3b-9f58-6d2f6f0c7a11")
# Warehouses run in ANSI mode and UTC; an engine left to itself answers NULL for 1/0.
_SESSION_CONFIG = {"spark.sql.ansi.enabled": "true", "spark.sql.session.timeZone": "UTC"}
# A session that is idle for 15 minutes would be dropped together with the settings above; a year is never.
_SESSION_SECONDS = 365 * 24 * 3600
_INTERRUPT_SECONDS = 5
_MESSAGE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a result is read: rows, and bytes of Arrow data. Both may be passed by one batch."""

    rows: float = math.inf
    size: float = math.inf


class Engine:
    """A running engine.

    `catalog_url` is the address of the Unity Catalog service (…/api/2.1/unity-catalog); `token` the engine's own token
    for it; `default_catalog` the one that names without a catalog refer to. Without the service it knows no tables: it
    makes rows from ranges and expressions, and that is all it is asked for. Thread-safe: many queries may run at once.
    """

    def __init__(self, catalog_url: str = "", token: str = "", default_catalog: str = "main") -> None:
        self._has_catalog = bool(catalog_url)
        catalog = {
            "SAIL_CATALOG__LIST": (
                f'[{{type="unity",name="sandbox",uri="{catalog_url}",'
                f'default_catalog="{default_catalog}",token="{token}"}}]'
            ),
            "SAIL_CATALOG__DEFAULT_CATALOG": "sandbox",
        }
        # A few rows of many queries at a time: partitions would only make each dearer to plan.
        alone = {"SAIL_EXECUTION__DEFAULT_PARALLELISM": "1"}
        self._settings = {
            **(catalog if catalog_url else alone),
            # Rows a vector: a tenth faster than the default for generated rows, measured on 2 cores.
            "SAIL_EXECUTION__BATCH_SIZE": "32768",
            "SAIL_SPARK__SESSION_TIMEOUT_SECS": str(_SESSION_SECONDS),
        }
        self._server: Any = None
        self._channel: Any = None
        self._stub: Any = None
        self._lock = threading.Lock()
        self._configured: set[str] = set()
        self._running: dict[str, tuple[str, str]] = {}
        self._interrupted: set[str] = set()
        self.address = ""

    def start(self) -> None:
        """Start the server on a free port of the loopback interface and open the channel to it (about 40 ms)."""
        import grpc
        from pysail.spark import SparkConnectServer

        from wizard.sandbox.sql.wire import Stub

        os.environ.setdefault("RUST_LOG", "error")
        os.environ.update(self._settings)
        try:
            self._server = SparkConnectServer("127.0.0.1", 0)
            self._server.start(background=True)
        finally:
            for name in self._settings:
                os.environ.pop(name, None)
        host, port = self._server.listening_address
        self.address = f"{host}:{port}"
        self._channel = grpc.insecure_channel(
            self.address,
            options=[("grpc.max_receive_message_length", _MESSAGE_BYTES),
                     ("grpc.max_send_message_length", _MESSAGE_BYTES)],
        )  # fmt: skip
        self._stub = Stub(self._channel)
        threading.Thread(target=self._warm, name="engine-warm", daemon=True).start()

    def stop(self) -> None:
        """Stop the server; running queries end with an error."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._server is not None:
            self._server.stop()
            self._server = None

    def query(
        self,
        sql: str,
        *,
        operation_id: str | None = None,
        session_id: str | None = None,
        user: str = "sandbox",
        limits: Limits | None = None,
        reads: bool = False,
    ) -> pa.Table:
        """Run one statement to its end and return its rows; a write returns one row with its count.

        `user` is what current_user() answers; each user has one session unless `session_id` names another.
        `operation_id` (a UUID) is what `interrupt` wants. With `limits`, reading stops soon after they are passed.
        `reads` promises that it is a query: then it is parsed once, not first to find out what it is.
        Raises EngineError.
        """
        session = session_id or str(uuid.uuid5(_SESSIONS, user))
        operation = operation_id or str(uuid.uuid4())
        with self._lock:
            self._running[operation] = (session, user)
        try:
            found = self._run(sql, session, user, operation, limits or Limits(), reads=reads)
        finally:
            with self._lock:
                self._running.pop(operation, None)
                interrupted = operation in self._interrupted
                self._interrupted.discard(operation)
        # The engine ends an interrupted stream as if it were complete. Only a write's count proves that it was.
        if interrupted and found.column_names != ["count"]:
            raise EngineError("The statement was cancelled.", "CANCELLED")
        return found

    def interrupt(self, operation_id: str) -> bool:
        """Stop a running query; False if it is not running. A write that was interrupted leaves its table as it was.

        The engine stops between two batches of rows; one that a cross join blows up is worked off first.
        """
        from wizard.sandbox.sql.wire import INTERRUPT_OPERATION, message

        with self._lock:
            place = self._running.get(operation_id)
            if place is None:
                return False
            self._interrupted.add(operation_id)
        session, user = place
        request = message("InterruptRequest", session_id=session, user_context=message("UserContext", user_id=user),
                          interrupt_type=INTERRUPT_OPERATION, operation_id=operation_id)  # fmt: skip
        self._call(lambda: self._stub.interrupt(request, timeout=_INTERRUPT_SECONDS))
        return True

    def _warm(self) -> None:
        """Let the first person's query find the parser, the planner and the front end already in memory."""
        try:
            self.query("SELECT count(*) FROM range(1)")
            if self._has_catalog:
                importlib.import_module("wizard.sandbox.sql.executions")
        except EngineError:
            return  # stopped again before it was warm

    def _run(self, sql: str, session: str, user: str, operation: str, limits: Limits, *, reads: bool) -> pa.Table:
        from wizard.sandbox.sql.wire import message

        if session not in self._configured:
            self._configure(session, user)
        query = message("SqlRelation", sql=message("Sql", query=sql))
        command = message("Command", sql_command=message("SqlCommand", sql=sql, input=query))
        plan = message("Plan", root=query.SerializeToString()) if reads else message("Plan", command=command)
        tables, relation = self._execute(plan, session, user, operation, limits)
        if relation is not None:
            tables, _ = self._execute(message("Plan", root=relation), session, user, operation, limits)
        return _joined(tables)

    def _execute(
        self, plan: Any, session: str, user: str, operation: str, limits: Limits
    ) -> tuple[list[pa.Table], bytes | None]:
        """Run one plan: the batches, and the plan that still has to be run for the rows of a SQL query."""
        from wizard.sandbox.sql.wire import message

        request = message("ExecuteRequest", session_id=session, user_context=message("UserContext", user_id=user),
                          plan=plan, client_type="demo-wizard-sandbox", operation_id=operation)  # fmt: skip
        return self._call(lambda: _read(self._stub.execute(request), limits))

    def _configure(self, session: str, user: str) -> None:
        from wizard.sandbox.sql.wire import message

        pairs = [message("KeyValue", key=key, value=value) for key, value in _SESSION_CONFIG.items()]
        operation = message("ConfigOperation", set=message("ConfigSet", pairs=pairs))
        request = message("ConfigRequest", session_id=session, user_context=message("UserContext", user_id=user),
                          operation=operation)  # fmt: skip
        self._call(lambda: self._stub.config(request))
        self._configured.add(session)

    def _call(self, call: Callable[[], _T]) -> _T:
        import grpc

        if self._channel is None:
            raise EngineError("the engine is not running", "ENGINE_STOPPED")
        try:
            return call()
        except grpc.RpcError as error:
            cancelled = error.code() == grpc.StatusCode.CANCELLED
            raise translate(error.details() or str(error), cancelled=cancelled) from None
        except ValueError as error:  # gRPC's word for a channel closed meanwhile
            raise EngineError(str(error), "ENGINE_STOPPED") from None


def _read(responses: Any, limits: Limits) -> tuple[list[pa.Table], bytes | None]:
    """Collect batches until the end or until the limits are passed; then the engine is told to stop."""
    from pyarrow import ipc

    tables: list[pa.Table] = []
    relation: bytes | None = None
    rows = size = 0
    for response in responses:
        if response.HasField("arrow_batch"):
            table = ipc.open_stream(response.arrow_batch.data).read_all()
            tables.append(table)
            rows, size = rows + table.num_rows, size + table.nbytes
            if rows > limits.rows or size > limits.size:
                responses.cancel()
                break
        elif response.HasField("sql_command_result"):
            relation = response.sql_command_result.relation
    return tables, relation


def _joined(tables: list[pa.Table]) -> pa.Table:
    """All batches as one table; an engine that sent none has no columns to tell of either."""
    import pyarrow as pa

    return pa.concat_tables(tables) if tables else pa.schema([]).empty_table()
