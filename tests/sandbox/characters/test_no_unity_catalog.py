"""A workspace without a metastore: Unity Catalog's API knows nothing, SQL knows hive_metastore."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient, errors

from tests.sandbox.sql.conftest import Sql
from wizard.sandbox.characters.choice import Choice

CHOICE = Choice("no-unity-catalog")

CALLS: dict[str, Callable[[WorkspaceClient], Any]] = {
    "metastores.current": lambda w: w.metastores.current(),
    "metastores.summary": lambda w: w.metastores.summary(),
    "catalogs.list": lambda w: list(w.catalogs.list()),
    "catalogs.create": lambda w: w.catalogs.create("retail"),
    "schemas.get": lambda w: w.schemas.get("hive_metastore.default"),
    "tables.list": lambda w: list(w.tables.list("hive_metastore", "default")),
    "grants.get": lambda w: w.grants.get("catalog", "hive_metastore"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_unity_catalog_s_api_says_that_there_is_no_metastore(
    client: WorkspaceClient, call: Callable[[WorkspaceClient], Any]
) -> None:
    with pytest.raises(errors.NotFound, match=r"^No metastore assigned for the current workspace\.$") as refusal:
        call(client)
    assert refusal.value.error_code == "METASTORE_DOES_NOT_EXIST"


def test_sql_works_in_the_hive_metastore(sql: Sql) -> None:
    sql("CREATE SCHEMA retail")
    sql("CREATE TABLE retail.t (a INT)")
    sql("INSERT INTO hive_metastore.retail.t VALUES (1), (2)")
    assert sql("SELECT sum(a) FROM retail.t") == [["3"]]


@pytest.mark.parametrize("statement", [
    "SELECT * FROM main.default.t", "CREATE SCHEMA main.retail", "CREATE TABLE dev.retail.t (a INT)",
])  # fmt: skip
def test_sql_knows_no_other_catalog(sql: Sql, statement: str) -> None:
    failure = sql.fails(statement)
    assert failure.message == "[UC_NOT_ENABLED] Unity Catalog is not enabled on this cluster. SQLSTATE: 56038"
    assert failure.sql_state == "56038"


@pytest.mark.parametrize(("statement", "operation"), [
    ("CREATE CATALOG retail", "CREATE CATALOG"), ("DROP CATALOG IF EXISTS retail", "DROP CATALOG"),
    ("GRANT CREATE CATALOG ON METASTORE TO analysts", "GRANT ON METASTORE"), ("CREATE VOLUME v", "CREATE VOLUME"),
])  # fmt: skip
def test_sql_says_what_needs_unity_catalog(sql: Sql, statement: str, operation: str) -> None:
    failure = sql.fails(statement)
    assert failure.message == (
        f"[OPERATION_REQUIRES_UNITY_CATALOG] Operation {operation} requires Unity Catalog enabled. SQLSTATE: 0AKUD"
    )


def test_the_warehouse_is_no_serverless_one(client: WorkspaceClient, warehouse: str) -> None:
    assert client.warehouses.get(warehouse).enable_serverless_compute is False
