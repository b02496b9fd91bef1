"""Statements through the real SDK, as the owner or as somebody else, in a schema of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.service.sql import StatementParameterListItem, StatementResponse, StatementState

from tests.sandbox.conftest import ClientAs

Rows = list[list[str | None]]


@dataclass(frozen=True)
class Failure:
    """How a statement failed."""

    code: str
    message: str
    sql_state: str


@dataclass(frozen=True)
class Sql:
    """Runs statements as one user; unqualified names are looked up in `schema`."""

    client: WorkspaceClient
    warehouse: str
    schema: str

    def submit(self, statement: str, parameters: list[StatementParameterListItem] | None = None,
               **options: Any) -> StatementResponse:  # fmt: skip
        catalog, _, schema = self.schema.partition(".")
        return self.client.statement_execution.execute_statement(
            statement, self.warehouse, catalog=catalog, schema=schema or None, wait_timeout="30s",
            parameters=parameters, **options,
        )  # fmt: skip

    def __call__(self, statement: str, parameters: list[StatementParameterListItem] | None = None,
                 **options: Any) -> Rows:  # fmt: skip
        """Run a statement that succeeds and return its rows."""
        answer = self.submit(statement, parameters, **options)
        assert answer.status
        assert answer.status.state is StatementState.SUCCEEDED, answer.status.error
        rows: Any = answer.result.data_array if answer.result else None
        return rows or []

    def fails(self, statement: str, parameters: list[StatementParameterListItem] | None = None) -> Failure:
        """Run a statement that fails and return how."""
        answer = self.submit(statement, parameters)
        assert answer.status
        assert answer.status.state is StatementState.FAILED, answer.status
        assert answer.status.error
        assert answer.status.error.error_code
        return Failure(
            answer.status.error.error_code.value, answer.status.error.message or "", answer.status.sql_state or ""
        )


@pytest.fixture(scope="session")
def warehouse(client: WorkspaceClient) -> str:
    """The id of the one warehouse."""
    found = next(iter(client.warehouses.list()))
    assert found.id
    return found.id


@pytest.fixture
def schema(client: WorkspaceClient, catalog: str) -> str:
    """The full name of an empty schema."""
    client.schemas.create("s", catalog)
    return f"{catalog}.s"


@pytest.fixture
def sql(client: WorkspaceClient, warehouse: str, schema: str) -> Sql:
    """Statements as the owner."""
    return Sql(client, warehouse, schema)


@pytest.fixture
def sql_as(client_as: ClientAs, warehouse: str, schema: str) -> Callable[[str], Sql]:
    """Statements as another user."""
    return lambda user: Sql(client_as(user), warehouse, schema)
