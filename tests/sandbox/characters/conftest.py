"""A sandbox for each module, of the character that the module's CHOICE names, spoken to by the real SDK."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config
from databricks.sdk.service.sql import StatementResponse

from tests.sandbox.conftest import ClientAs
from tests.sandbox.sql.conftest import Sql
from wizard.sandbox import lifecycle
from wizard.sandbox.characters import people
from wizard.sandbox.lifecycle import Running


@pytest.fixture(scope="module")
def sandbox(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home: Path = tmp_path_factory.mktemp("character") / "sandbox"
    yield lifecycle.start(home, request.module.CHOICE)
    lifecycle.stop(home)


@pytest.fixture(scope="module")
def client_as(sandbox: Running) -> ClientAs:
    def client_as(user: str) -> WorkspaceClient:
        token = lifecycle.environment(user, sandbox.home)["DATABRICKS_TOKEN"]
        return WorkspaceClient(
            config=Config(
                host=sandbox.host_url, token=token, auth_type="pat", config_file="/dev/null",
                http_timeout_seconds=20, retry_timeout_seconds=5,
            )
        )  # fmt: skip

    return client_as


@pytest.fixture(scope="module")
def client(client_as: ClientAs) -> WorkspaceClient:
    """The client of the person at this machine."""
    return client_as(people.OWNER)


@pytest.fixture(scope="module")
def warehouse(client: WorkspaceClient) -> str:
    """The id of the first warehouse."""
    return str(next(iter(client.warehouses.list())).id)


@pytest.fixture(scope="module")
def sql(client: WorkspaceClient, warehouse: str) -> Sql:
    """Her statements, with names looked up in the workspace's default catalog."""
    return _WithoutCatalog(client, warehouse, "")


class _WithoutCatalog(Sql):
    def submit(self, statement: str, parameters: object = None, **options: object) -> StatementResponse:
        del parameters
        return self.client.statement_execution.execute_statement(
            statement, self.warehouse, wait_timeout=str(options.get("wait_timeout", "30s"))
        )
