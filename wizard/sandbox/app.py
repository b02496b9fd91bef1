"""The sandbox as one object: everything it is made of, put together in one place.

Services reach the store, the engine and each other's state through the `Sandbox` that their call carries, so there
are no module-level singletons and a test can run as many sandboxes as it likes.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route as HttpRoute

from wizard.sandbox import directory, warehouses, workspace_tree
from wizard.sandbox.api import Principal, Service
from wizard.sandbox.auth import Tokens
from wizard.sandbox.characters import choice
from wizard.sandbox.faults import Faults
from wizard.sandbox.gateway import Gateway
from wizard.sandbox.plain_path import PlainPath
from wizard.sandbox.request_log import RequestLog
from wizard.sandbox.settings import settings
from wizard.sandbox.store import Store
from wizard.sandbox.unity import catalogs, grants

if TYPE_CHECKING:
    from wizard.sandbox.engine import Engine

SERVICES = (
    "front_page", "discovery", "scim", "account_groups", "metastore", "catalogs", "schemas", "tables", "volumes",
    "permissions", "tags", "warehouses", "clusters", "workspace_files", "statements", "jobs", "job_permissions",
)  # fmt: skip


class Sandbox:
    """One workspace: its folder, character, documents, people, engine and clock (`clock` returns epoch seconds)."""

    def __init__(self, home: Path, host_url: str, clock: Callable[[], float] = time.time) -> None:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.home = home
        self.engine_home = PlainPath(home)
        self.host_url = host_url
        self.clock = clock
        self.store = Store(home / "sandbox.db")
        self.choice = choice.read(home)
        self.character = self.choice.character
        with self.store.transaction():
            directory.seed(self.store, self.character)
            known = settings(self.store)
        self.workspace_id = known["workspace_id"]
        self.metastore_id = known["metastore_id"]
        with self.store.transaction():
            catalogs.seed(self)
            grants.seed(self)
            warehouses.seed(self, Principal(self.character.admin, admin=True))
            workspace_tree.seed(self)
        self.tokens = Tokens(home, self.store)
        self.faults = Faults()
        self.requests = RequestLog(home)
        self.on_close: list[Callable[[], None]] = []
        self._engine: Future[Engine] | None = None

    def now(self) -> int:
        """Return the time in epoch milliseconds, the unit of every timestamp in the API."""
        return int(self.clock() * 1000)

    def start_engine(self) -> None:
        """Begin starting the engine in the background; `engine` waits for it."""
        starter = ThreadPoolExecutor(1, "engine-start")
        self._engine = starter.submit(self._make_engine)
        starter.shutdown(wait=False)

    @property
    def engine(self) -> Engine:
        """Return the engine, started at the first use if nobody did before."""
        if not self._engine:
            self.start_engine()
        assert self._engine  # noqa: S101 - start_engine has just set it
        return self._engine.result()

    def close(self) -> None:
        """Let every part stop what it does, the last one registered first, then the engine and the files."""
        for close in reversed(self.on_close):
            close()
        if self._engine and not self._engine.exception():
            self._engine.result().stop()
        self.engine_home.close()
        self.requests.close()
        self.store.close()

    def _make_engine(self) -> Engine:
        # 0.4 s of imports: paid beside the binding of the services, not before it.
        from wizard.sandbox.engine import Engine

        address = f"{self.host_url}/api/2.1/unity-catalog"
        engine = Engine(address, self.tokens.engine, self.character.default_catalog)
        engine.start()
        return engine


def build(sandbox: Sandbox, drop: Callable[[int], None] = lambda _port: None) -> Starlette:
    """Return the web application of a sandbox. `drop` closes a client's connection by its port."""
    gateway = Gateway(sandbox, drop)
    routes = []
    for name in SERVICES:
        service: Service = importlib.import_module(f"wizard.sandbox.services.{name}").service
        routes += [HttpRoute(r.path, gateway.endpoint(r), methods=[r.method]) for r in service.routes]
    return Starlette(routes=routes, exception_handlers={404: gateway.unknown, 405: gateway.unknown})
