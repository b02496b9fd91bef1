"""The workspace that a run talks to: a host, credentials, and the two clients on top of them.

Nothing here asks whether the host is the sandbox. Slow things (choosing a warehouse, importing databricks-connect) are
done when first needed, once, and can be started ahead in the background.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from wizard.errors import PreflightError
from wizard.workspace.errors import advised
from wizard.workspace.sql import Rows, run_sql

if TYPE_CHECKING:
    from databricks.sdk import WorkspaceClient
    from databricks.sdk.service.iam import User
    from databricks.sdk.service.sql import EndpointInfo


T = TypeVar("T")


class _Once(Generic[T]):
    """A value that is read when it is first asked for, once, however many ask at the same time.

    Not a cached_property: in Python 3.11 all objects of a class share its lock, and a workspace that does not answer
    would hold up the others.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._read, self._lock = read, threading.Lock()
        self._kept: list[T] = []

    def __call__(self) -> T:
        with self._lock:
            if not self._kept:
                self._kept.append(self._read())
            return self._kept[0]


@dataclass
class Workspace:
    """A reachable workspace. `open_spark` makes the Spark Connect session.

    `spark_at` is the host and port where Spark Connect listens, empty where only opening a session can tell.
    """

    target: str
    host: str
    client: WorkspaceClient
    open_spark: Callable[[], Any]
    spark_at: str = ""
    cancelled: threading.Event = field(default_factory=threading.Event)
    _spark: Future[Any] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._me, self._warehouse = _Once(self._read_me), _Once(self._choose_warehouse)

    @property
    def me(self) -> User:
        """Who we are there, with our groups."""
        return self._me()

    @property
    def user(self) -> str:
        """The name that we go by there: an e-mail address, or the application id of a service principal."""
        return self.me.user_name or ""

    @property
    def warehouse(self) -> EndpointInfo:
        """The SQL warehouse for statements. Raises PreflightError when there is none that we may use."""
        return self._warehouse()

    @property
    def warehouse_id(self) -> str:
        """The id of the warehouse for statements."""
        return self.warehouse.id or ""

    def _read_me(self) -> User:
        with advised("asking who you are"):
            return self.client.current_user.me()

    def _choose_warehouse(self) -> EndpointInfo:
        """A running one first, then a serverless one."""
        with advised("listing the SQL warehouses"):
            found = [w for w in self.client.warehouses.list() if _state(w) not in ("DELETED", "DELETING")]
        if not found:
            raise PreflightError(
                "There is no SQL warehouse that you may use.",
                "Ask an admin for CAN USE on a warehouse and the entitlement 'Databricks SQL access'.",
            )
        return min(found, key=lambda w: (_state(w) != "RUNNING", not w.enable_serverless_compute, w.name or ""))

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


def _state(warehouse: EndpointInfo) -> str:
    return warehouse.state.value if warehouse.state else ""
