"""A workspace on default storage: the API cannot make catalogs, SQL on serverless compute can."""

from __future__ import annotations

import pytest
from databricks.sdk import WorkspaceClient, errors

from tests.sandbox.sql.conftest import Sql
from wizard.sandbox.characters.choice import Choice

CHOICE = Choice("default-storage")
NO_STORAGE = r"^Metastore storage root URL does not exist\. Default Storage is enabled in your account\."


def test_the_metastore_has_no_storage_and_another_default_catalog(client: WorkspaceClient) -> None:
    assert client.metastores.summary().storage_root is None
    assert client.metastores.current().default_catalog_name == "workspace"
    assert [found.name for found in client.catalogs.list()] == ["workspace"]


def test_the_api_refuses_a_catalog_without_a_place(client: WorkspaceClient) -> None:
    with pytest.raises(errors.InvalidState, match=NO_STORAGE) as refusal:
        client.catalogs.create("retail")
    assert refusal.value.error_code == "INVALID_STATE"
    assert client.catalogs.create("retail", storage_root="s3://bucket/retail").storage_root == "s3://bucket/retail"
    # The place is looked for before the name.
    with pytest.raises(errors.InvalidState, match=NO_STORAGE):
        client.catalogs.create("retail")


def test_sql_makes_one_on_a_serverless_warehouse(client: WorkspaceClient, sql: Sql) -> None:
    sql("CREATE CATALOG IF NOT EXISTS by_sql COMMENT 'made by SQL'")
    sql("CREATE CATALOG IF NOT EXISTS by_sql")
    assert client.catalogs.get("by_sql").comment == "made by SQL"
    assert "CATALOG_ALREADY_EXISTS" in sql.fails("CREATE CATALOG by_sql").message
    sql("CREATE CATALOG placed MANAGED LOCATION 's3://bucket/placed' COMMENT 'c'")
    assert client.catalogs.get("placed").storage_root == "s3://bucket/placed"


def test_sql_does_not_on_another_warehouse(client: WorkspaceClient) -> None:
    client.warehouses.create(name="classic", cluster_size="2X-Small", enable_serverless_compute=False)
    classic = next(found.id for found in client.warehouses.list() if found.name == "classic")
    failure = Sql(client, str(classic), "workspace").fails("CREATE CATALOG IF NOT EXISTS by_sql_on_classic")
    assert failure.code == "BAD_REQUEST"
    assert failure.message.startswith("[INVALID_STATE] Metastore storage root URL does not exist.")


def test_schemas_can_be_made_in_the_workspace_s_catalog(client: WorkspaceClient, sql: Sql) -> None:
    client.schemas.create("retail", "workspace")
    sql("CREATE TABLE retail.t (a INT)")
    assert client.tables.get("workspace.retail.t").name == "t"
    held = client.grants.get("catalog", "workspace", principal="owner@example.com").privilege_assignments or []
    assert [privilege.value for one in held for privilege in one.privileges or []] == ["CREATE_SCHEMA", "USE_CATALOG"]
