"""The workspace that a run talks to: a host, credentials, and the two clients on top of them.

Nothing here asks whether the host is the sandbox. Slow things (choosing a warehouse, importing databricks-connect) are
done when first needed, once, and can be started ahead in the background. What takes long says so (`notices`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from wizard.workspace import warehouse
from wizard.workspace.advice.caller import Caller
from wizard.workspace.calls import watch_over
from wizard.workspace.errors import advised, explain
from wizard.workspace.patience import Patience
from wizard.workspace.spark_session import SparkSession
from wizard.workspace.sql import Rows, SqlError, run_sql

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

    `spark_at` is the host and port where Spark Connect listens, empty where only opening a session can tell. `remark`
    is what people should know about how it was reached. `patience` is that of every request.
    """

    target: str
    host: str
    client: WorkspaceClient
    open_spark: Callable[[], Any]
    spark_at: str = ""
    cancelled: threading.Event = field(default_factory=threading.Event)
    patience: Patience = field(default_factory=Patience)
    caller: Caller = field(default_factory=Caller)
    remark: str = ""

    def __post_init__(self) -> None:
        self.caller.target, self.caller.host = self.target, self.host
        self._me = _Once(self._read_me)
        self._warehouse = _Once(lambda: warehouse.choose(self.client))
        self._waiting = warehouse.Waiting(self.client)
        self._spark = SparkSession(self.open_spark, lambda: self.cancelled)
        self._said: set[str] = set()
        self._lock = threading.Lock()
        watch_over(self)

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
        with advised("asking who you are", self.caller):
            me = self.client.current_user.me()
        self.caller.user = me.user_name or ""
        return me

    def sql(self, statement: str, doing: str = "running a statement") -> Rows:
        """Run one statement on the warehouse."""
        chosen = self.warehouse
        with advised(doing, self.caller):
            try:
                return run_sql(self.client, chosen.id or "", statement, self.cancelled,
                               on_pending=lambda seconds: self._waiting.tell(chosen, seconds))  # fmt: skip
            except SqlError as error:
                explain(error, doing, self.caller)
                raise

    def prefetch_spark(self) -> None:
        """Begin to import databricks-connect and open its session, in the background."""
        self._spark.begin()

    @property
    def spark_is_open(self) -> bool:
        """Whether `spark` would answer at once."""
        return self._spark.is_settled

    @property
    def spark(self) -> Any:
        """The Spark Connect session; waits for it, and says so. Raises WizardError when it cannot be opened."""
        with advised("opening the Spark Connect session", self.caller):
            return self._spark.get()

    def first_time(self, what: str) -> bool:
        """Whether nobody asked for this before: for what is worth a whole sentence only once."""
        with self._lock:
            is_news = what not in self._said
            self._said.add(what)
            return is_news

    def give_up_spark(self, error: Exception) -> None:
        """Remember that the session is lost: whoever asks for it from now on gets this error."""
        self._spark.fail(error)
