"""The workspace that a run talks to: a host, credentials, and the two clients on top of them.

Nothing here asks whether the host is the sandbox. Slow things (choosing a warehouse, importing databricks-connect) are
done when first needed, once, and can be started ahead in the background.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wizard.errors import PreflightError
from wizard.workspace.errors import advised
from wizard.workspace.sql import Rows, run_sql

if TYPE_CHECKING:
    from databricks.sdk import WorkspaceClient


@dataclass
class Workspace:
    """A reachable workspace. `open_spark` makes the Spark Connect session."""

    target: str
    host: str
    client: WorkspaceClient
    open_spark: Callable[[], Any]
    cancelled: threading.Event = field(default_factory=threading.Event)
    _spark: Future[Any] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def user(self) -> str:
        """Who we are there."""
        with advised("asking who you are"):
            return self.client.current_user.me().user_name or ""

    @cached_property
    def warehouse_id(self) -> str:
        """The SQL warehouse for statements: a running one first, then a serverless one."""
        with advised("listing the SQL warehouses"):
            found = [w for w in self.client.warehouses.list() if _state(w) not in ("DELETED", "DELETING")]
        if not found:
            raise PreflightError(
                "There is no SQL warehouse that you may use.",
                "Ask an admin for CAN USE on a warehouse and the entitlement 'Databricks SQL access'.",
            )
        best = min(found, key=lambda w: (_state(w) != "RUNNING", not w.enable_serverless_compute, w.name or ""))
        return best.id or ""

    def sql(self, statement: str, doing: str = "running a statement") -> Rows:
        """Run one statement on the warehouse."""
        with advised(doing):
            return run_sql(self.client, self.warehouse_id, statement, self.cancelled)

    def prefetch_spark(self) -> None:
        """Begin to import databricks-connect and open its session, in the background."""
        with self._lock:
            if self._spark is None:
                self._spark = Future()
                threading.Thread(target=self._resolve_spark, name="spark", daemon=True).start()

    def _resolve_spark(self) -> None:
        future = self._spark
        assert future is not None  # noqa: S101  set by the only caller
        try:
            future.set_result(self.open_spark())
        except BaseException as error:  # whoever waits for the session gets the reason
            future.set_exception(error)

    @property
    def spark_is_open(self) -> bool:
        """Whether `spark` would answer at once."""
        return self._spark is not None and self._spark.done()

    @property
    def spark(self) -> Any:
        """The Spark Connect session; waits for it."""
        self.prefetch_spark()
        assert self._spark is not None  # noqa: S101
        with advised("opening the Spark Connect session"):
            return self._spark.result()


def _state(warehouse: Any) -> str:
    return warehouse.state.value if warehouse.state else ""
